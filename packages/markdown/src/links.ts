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
/** Browsers skip control characters inside a scheme, and take `\` for `/`: an address with any is not to be trusted. */
const HOSTILE = /[\u0000-\u001f\u007f\\]/;

/** Resolves an address; anything but `https`, `http`, `mailto`, `tel` and the site's own pages and files is unsafe. */
export function resolveLink(written: string, context: LinkContext): Target {
  const address = written.trim();
  if (HOSTILE.test(address)) return { kind: "unsafe" };
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
  // Disks and repositories hold composed letters; some keyboards write decomposed ones.
  const decoded = decode(written).normalize("NFC");
  if (HOSTILE.test(decoded)) return { kind: "unsafe" };
  if (/^(?:\.{0,2}\/)*media\//.test(decoded)) {
    const file = mediaFile(decoded);
    return file === undefined ? { kind: "unsafe" } : { kind: "media", file, fragment };
  }
  if (decoded.endsWith(".md")) {
    const folder = decoded.startsWith("/") ? "" : context.file.slice(0, context.file.lastIndexOf("/") + 1);
    const file = normalise(folder + decoded);
    const path = file === undefined ? undefined : context.pathOf(file);
    if (path !== undefined) return { kind: "page", href: encodePath(path) + suffix, path, fragment };
  }
  const whole = decoded.startsWith("/") ? decoded : context.path + decoded;
  const slash = /\/\.{0,2}$/.test(whole) ? "/" : "";
  // Like a browser, which stays at the root when `..` would leave it.
  const path = `/${normalise(whole, true)}${slash}`.replace(/^\/+$/, "/");
  return { kind: "page", href: encodePath(path) + suffix, path, fragment };
}

/**
 * The file that a path of `media/` names, with or without the leading `media/`, as fields of blocks and pages write it.
 * `undefined` when it lies elsewhere.
 */
export function mediaFile(path: string): string | undefined {
  const inside = path.replace(/^(?:\.{0,2}\/)+/, "");
  const file = normalise(inside.startsWith("media/") ? inside : `media/${inside}`);
  return file?.startsWith("media/") ? file : undefined;
}

function encodePath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}

function splitAddress(address: string): { path: string; suffix: string; fragment: string } {
  const end = address.search(/[?#]/);
  if (end === -1) return { path: address, suffix: "", fragment: "" };
  const hash = address.indexOf("#");
  return {
    path: address.slice(0, end),
    suffix: address.slice(end),
    fragment: hash === -1 ? "" : decode(address.slice(hash + 1)),
  };
}

function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign is no encoding: the text was meant as it stands.
    return text;
  }
}

/** Resolves `.` and `..`; `undefined` when the path leaves the site, unless told to stay at its root. */
function normalise(path: string, stay: true): string;
function normalise(path: string, stay?: false): string | undefined;
function normalise(path: string, stay = false): string | undefined {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined && !stay) return undefined;
  }
  return names.join("/");
}
