/** Films, sounds and forms of other sites: the page of each, and the frame that plays it. */

export interface PlayerAddress {
  url: string;
  kind: "video" | "embed";
}

/** Each host's address of a player, and the page it plays. PeerTube is known by the shape of its addresses, on any host. */
const PLAYERS: readonly (readonly [pattern: RegExp, page: (...groups: string[]) => string])[] = [
  [
    /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/(?:embed|v|shorts|live)\/([\w-]{6,})/,
    (id) => `https://www.youtube.com/watch?v=${id}`,
  ],
  [
    /^https?:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:[^#]*&)?v=([\w-]{6,})/,
    (id) => `https://www.youtube.com/watch?v=${id}`,
  ],
  [/^https?:\/\/youtu\.be\/([\w-]{6,})/, (id) => `https://www.youtube.com/watch?v=${id}`],
  [/^https?:\/\/player\.vimeo\.com\/video\/(\d+)/, (id) => `https://vimeo.com/${id}`],
  [/^https?:\/\/(?:www\.)?vimeo\.com\/(?:channels\/\w+\/)?(\d+)/, (id) => `https://vimeo.com/${id}`],
  [
    /^https?:\/\/(?:www\.)?dailymotion\.com\/(?:embed\/|swf\/)?video\/(\w+)/,
    (id) => `https://www.dailymotion.com/video/${id}`,
  ],
  [
    /^https?:\/\/geo\.dailymotion\.com\/player(?:\/\w+)?\.html\?video=(\w+)/,
    (id) => `https://www.dailymotion.com/video/${id}`,
  ],
  [/^https?:\/\/dai\.ly\/(\w+)/, (id) => `https://www.dailymotion.com/video/${id}`],
  [/^(https?:\/\/[^/]+)\/(?:videos\/(?:embed|watch)|w)\/([\w-]{8,})/, (host, id) => `${host}/w/${id}`],
];

/** What plays at an address; an address of no known player is an embed of its own. */
export function playerAddress(written: string): PlayerAddress {
  for (const [pattern, page] of PLAYERS) {
    const match = pattern.exec(written);
    if (match) return { url: page(...match.slice(1)), kind: "video" };
  }
  return { url: written, kind: "embed" };
}

/** The frames of known sites by the addresses of their pages: what asks least of the visitor, where there is a choice. */
const FRAMES: readonly (readonly [pattern: RegExp, frame: (...groups: string[]) => string])[] = [
  [
    /^https:\/\/www\.youtube\.com\/watch\?(?:[^#]*&)?v=([\w-]{6,})/,
    (id) => `https://www.youtube-nocookie.com/embed/${id}`,
  ],
  [/^https:\/\/vimeo\.com\/(\d+)/, (id) => `https://player.vimeo.com/video/${id}?dnt=1`],
  [/^https:\/\/www\.dailymotion\.com\/video\/(\w+)/, (id) => `https://geo.dailymotion.com/player.html?video=${id}`],
  [/^(https:\/\/[^/?#]+)\/w\/([\w-]{8,})/, (host, id) => `${host}/videos/embed/${id}`],
  [
    /^(https:\/\/(?:www\.)?soundcloud\.com\/[^?#]+)/,
    (page) => `https://w.soundcloud.com/player/?url=${encodeURIComponent(page)}`,
  ],
  [/^(https:\/\/w\.soundcloud\.com\/player\/\?.+)/, (frame) => frame],
  [/^(https:\/\/www\.helloasso\.com\/associations\/.+\/widget[\w-]*)/, (frame) => frame],
  [/^(https:\/\/www\.openstreetmap\.org\/export\/embed\.html\?.+)/, (frame) => frame],
  [/^(https:\/\/(?:umap\.openstreetmap\.fr|umap\.incubateur\.anct\.gouv\.fr)\/[\w-]+\/map\/.+)/, (frame) => frame],
  [
    /^https:\/\/open\.spotify\.com\/((?:intl-\w+\/)?(?:episode|show|track|album|playlist)\/\w+)/,
    (what) => `https://open.spotify.com/embed/${what}`,
  ],
];

/** The frame that plays a page here when somebody asks for it; `undefined` for sites that are only linked to. */
export function frameAddress(url: string): string | undefined {
  const { url: page } = playerAddress(url);
  for (const [pattern, frame] of FRAMES) {
    const match = pattern.exec(page.replace(/^http:/, "https:"));
    if (match) return frame(...match.slice(1));
  }
  return undefined;
}

/** Whether an address is that of a frame which {@link frameAddress} gives. */
export function isFrameAddress(address: string): boolean {
  return frameAddress(address) === address || PLAYERS.some(([pattern]) => pattern.test(address));
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/youtube\.com$/, "Vidéo YouTube"],
  [/vimeo\.com$/, "Vidéo Vimeo"],
  [/dailymotion\.com$/, "Vidéo Dailymotion"],
  [/soundcloud\.com$/, "SoundCloud"],
  [/helloasso\.com$/, "HelloAsso"],
  [/(?:openstreetmap\.\w+|umap\..*)$/, "Carte OpenStreetMap"],
];

/** A title for what has none: the site's name. */
export function playerName(url: string): string {
  const { host } = new URL(url);
  return NAMES.find(([pattern]) => pattern.test(host))?.[1] ?? host;
}
