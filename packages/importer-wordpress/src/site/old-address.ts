/** Addresses of the old site, in all the ways they are written. */
import type { SurveyedSite } from "./survey-site.ts";

/** Hosts that mean the site itself, and the folder it stood in. */
export interface OwnHosts {
  hosts: ReadonlySet<string>;
  /** Path of its front page without a slash at the end: empty, or `/asso`. */
  base: string;
}

export function ownHosts({ info }: Pick<SurveyedSite, "info">): OwnHosts {
  if (!URL.canParse(info.url)) return { hosts: new Set(), base: "" };
  const { host, pathname } = new URL(info.url);
  const bare = host.replace(/^www\./, "");
  return { hosts: new Set([bare, `www.${bare}`]), base: pathname.replace(/\/+$/, "") };
}

/** The path and query of an address of the site, from its front page on; `undefined` when it lies elsewhere. */
export function ownPath(address: string, { hosts, base }: OwnHosts): string | undefined {
  const absolute = /^(?:https?:)?\/\//i.test(address);
  if (!absolute && /^[a-z][a-z0-9+.-]*:/i.test(address)) return undefined;
  const url = URL.parse(absolute ? address.replace(/^\/\//, "https://") : address, "https://own.invalid/");
  if (!url) return undefined;
  // WordPress.com's image service: i0.wp.com/www.site.fr/wp-content/…
  const photon = /^i\d\.wp\.com$/.test(url.host) ? /^\/([^/]+)(\/.*)$/.exec(url.pathname) : null;
  if (photon) return hosts.has(photon[1] ?? "") ? withoutBase(photon[2] ?? "/", base) : undefined;
  if (absolute && !hosts.has(url.host)) return undefined;
  return withoutBase(url.pathname, base) + url.search + url.hash;
}

function withoutBase(path: string, base: string): string {
  return base !== "" && (path === base || path.startsWith(`${base}/`)) ? path.slice(base.length) || "/" : path;
}

/** The path of a post's own address on the old site. */
export function pathOf(link: string, site: Pick<SurveyedSite, "info">): string {
  if (!URL.canParse(link)) return "";
  const { pathname, search } = new URL(link);
  return withoutBase(pathname, ownHosts(site).base) + search;
}

/** The file of `wp-content/uploads` that an address names, whatever its host, decoded and composed. */
export function uploadOf(address: string): string | undefined {
  const path =
    /\/wp-content\/uploads\/(?:sites\/\d+\/)?([^?#]+)/.exec(address)?.[1] ??
    /^https?:\/\/[^/]+\.files\.wordpress\.com\/([^?#]+)/.exec(address)?.[1];
  if (path === undefined) return undefined;
  try {
    return decodeURIComponent(path).normalize("NFC");
  } catch {
    return path.normalize("NFC");
  }
}
