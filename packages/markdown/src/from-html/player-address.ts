/** The page of a film or sound, from the address of its player. */

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
