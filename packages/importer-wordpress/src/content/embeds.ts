/** Addresses that WordPress shows as players: alone on a line, in an embed block, in `[embed]`. */

/** Hosts that WordPress knows how to embed, beside PeerTube, which is known by the shape of its addresses. */
const HOSTS =
  /(?:^|\.)(?:youtube\.com|youtu\.be|youtube-nocookie\.com|vimeo\.com|dailymotion\.com|dai\.ly|soundcloud\.com|spotify\.com|twitter\.com|x\.com|bsky\.app|instagram\.com|facebook\.com|tiktok\.com|flickr\.com|flic\.kr|mixcloud\.com|reddit\.com|ted\.com|slideshare\.net|issuu\.com|scribd\.com|wordpress\.tv|videopress\.com|animoto\.com|cloudup\.com|imgur\.com|kickstarter\.com|screencast\.com|smugmug\.com|speakerdeck\.com|tumblr\.com|podcast\.ausha\.co|arte\.tv|ina\.fr|framatube\.org|helloasso\.com|openstreetmap\.org|umap\.openstreetmap\.fr)$/i;
const PEERTUBE = /^https?:\/\/[^/\s]+\/(?:w(?:\/p)?|videos\/(?:watch|embed)(?:\/playlist)?)\/[\w-]{8,}(?:[?#]\S*)?$/;

export function isEmbeddable(address: string): boolean {
  return URL.canParse(address) && (HOSTS.test(new URL(address).hostname) || PEERTUBE.test(address));
}

/** A player, as the frame that `htmlToMarkdown` makes a block of. */
export function player(address: string, title = ""): string {
  const quoted = address.replaceAll("&amp;", "&").replaceAll("&", "&amp;").replaceAll('"', "%22");
  return `<iframe src="${quoted}"${title && ` title="${title}"`}></iframe>`;
}

/** Puts players in the place of addresses that stand alone on a line or in a paragraph. */
export function autoEmbed(text: string, isOwn: (address: string) => string | undefined): string {
  const replace = (whole: string, before: string, address: string, after: string): string => {
    const plain = address.replaceAll("&amp;", "&").replaceAll("&#038;", "&");
    const own = isOwn(plain);
    if (own !== undefined) return `${before}${own}${after}`;
    return isEmbeddable(plain) ? `${before}${player(plain)}${after}` : whole;
  };
  return text
    .replace(/^([ \t]*)(https?:\/\/[^\s<>"]+)([ \t]*)$/gim, replace)
    .replace(/(<p(?: [^>]*)?>\s*)(https?:\/\/[^\s<>"]+)(\s*<\/p>)/gi, replace);
}
