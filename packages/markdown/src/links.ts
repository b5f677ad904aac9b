/** What an address written in a text leads to. */

/** What a text's addresses are resolved against. */
export interface LinkContext {
  /** Path of the entry's file in the site's folder, such as `pages/asso/statuts.md`. */
  file: string;
  /** Path of its page, such as `/asso/statuts/`. */
  path: string;
  /** Origins that mean this site: its public address with and without `www.`. */
  origins: ReadonlySet<string>;
  /** The page path of an entry's file, whether or not the file exists; `undefined` when it can be no entry. */
  pathOf: (file: string) => string | undefined;
}

export type Target =
  | { kind: "external"; href: string }
  /** `href` keeps query and fragment; `path` is the page, `fragment` the part of it. */
  | { kind: "page"; href: string; path: string; fragment: string }
  /** A file of `media/`, by its path in the site's folder. */
  | { kind: "media"; file: string; fragment: string }
  | { kind: "unsafe" };

const SCHEMES = new Set(["https:", "http:", "mailto:", "tel:"]);

/** Resolves an address; anything but `https`, `http`, `mailto`, `tel` and the site's own pages and files is unsafe. */
export function resolveLink(written: string, context: LinkContext): Target {
  const address = written.trim();
  // Browsers skip control characters inside a scheme: an address that holds any is not to be trusted.
  if (/[\u0000-\u001f\u007f\\]/.test(address)) return { kind: "unsafe" };
  if (address.startsWith("//")) return resolveLink(`https:${address}`, context);
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) {
    if (!URL.canParse(address)) return { kind: "unsafe" };
    const url = new URL(address);
    if (!SCHEMES.has(url.protocol)) return { kind: "unsafe" };
    if (!context.origins.has(url.host)) return { kind: "external", href: url.href };
    return resolveLocal(url.pathname + url.search + url.hash, context);
  }
  return resolveLocal(address, context);
}

function resolveLocal(address: string, context: LinkContext): Target {
  const { path: written, suffix, fragment } = splitAddress(address);
  if (written === "") return { kind: "page", href: address, path: context.path, fragment };
  const decoded = decode(written);
  if (decoded === undefined) return { kind: "unsafe" };
  const mediaFile = /^(?:\.{0,2}\/)*(media\/.+)$/.exec(decoded)?.[1];
  if (mediaFile) return { kind: "media", file: normalise(mediaFile) ?? mediaFile, fragment };
  if (!decoded.startsWith("/") && decoded.endsWith(".md")) {
    const folder = context.file.slice(0, context.file.lastIndexOf("/") + 1);
    const file = normalise(folder + decoded);
    const path = file === undefined ? undefined : context.pathOf(file);
    if (path !== undefined) return { kind: "page", href: encodeURI(path) + suffix, path, fragment };
  }
  const base = decoded.startsWith("/") ? "" : context.path;
  const path = normalise(base + decoded, true);
  return path === undefined
    ? { kind: "unsafe" }
    : { kind: "page", href: encodeURI(`/${path}`) + suffix, path: `/${path}`, fragment };
}

function splitAddress(address: string): { path: string; suffix: string; fragment: string } {
  const end = address.search(/[?#]/);
  if (end === -1) return { path: address, suffix: "", fragment: "" };
  const hash = address.indexOf("#");
  return {
    path: address.slice(0, end),
    suffix: address.slice(end),
    fragment: hash === -1 ? "" : (decode(address.slice(hash + 1)) ?? ""),
  };
}

function decode(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign is no encoding: the text was meant as it stands.
    return text;
  }
}

/** Resolves `.` and `..`; `undefined` when the path leaves the site. */
function normalise(path: string, keepSlash = false): string | undefined {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join("/") + (keepSlash && names.length > 0 && /\/\.{0,2}$/.test(path) ? "/" : "");
}
