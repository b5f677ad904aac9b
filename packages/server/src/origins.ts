/**
 * Which origin a request is for. Public sites, editing, drafts and accounts never share one: what runs on one of them
 * cannot reach another's cookies or storage.
 */

export type Origin =
  | { kind: "public"; site: string }
  | { kind: "edit"; site: string }
  | { kind: "preview"; site: string }
  | { kind: "accounts" }
  | { kind: "console" }
  /** The bare host name: a list of what is here. */
  | { kind: "host" };

const RESERVED = { compte: { kind: "accounts" }, console: { kind: "console" } } as const satisfies Record<
  string,
  Origin
>;
const KINDS = { edit: "edit", apercu: "preview" } as const;

export interface OriginContext {
  /** The host's own name, such as `localhost` or `asso.example`. */
  host: string;
  sites: ReadonlySet<string>;
  /** Domains of the sites' own, by name: `roues-libres.example` to `roues-libres`. */
  domains?: ReadonlyMap<string, string>;
}

/**
 * @param header the Host header, port included
 * @returns the origin, or `undefined` for a name that is not ours: it is answered 421 and nothing else
 */
export function originOf(header: string | undefined, { host, sites, domains }: OriginContext): Origin | undefined {
  const name = (header ?? "").toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  const own = domains?.get(name);
  if (own !== undefined) return { kind: "public", site: own };
  if (name === host || (host === "localhost" && name === "127.0.0.1")) return { kind: "host" };
  if (!name.endsWith(`.${host}`)) return undefined;
  const [site = "", kind, ...rest] = name.slice(0, -host.length - 1).split(".");
  if (rest.length > 0) return undefined;
  if (kind === undefined && Object.hasOwn(RESERVED, site)) return RESERVED[site as keyof typeof RESERVED];
  if (!sites.has(site)) return undefined;
  if (kind === undefined) return { kind: "public", site };
  return Object.hasOwn(KINDS, kind) ? { kind: KINDS[kind as keyof typeof KINDS], site } : undefined;
}
