/**
 * Sessions on one of a site's own origins: to the accounts origin and back with a code, good once, for half a minute, for
 * this site, origin and browser.
 */
import type { EditSession, SessionOrigin } from "@pivert/accounts";
import type { Platform } from "@pivert/operations/platform";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

export interface SiteSessionsOptions {
  site: string;
  origin: SessionOrigin;
  platform: Platform;
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
  /** Whether cookies travel over https only. */
  secure: boolean;
  /** `Lax` for an origin that is only looked at, and that links of other origins lead to. */
  sameSite: "Strict" | "Lax";
}

export interface SiteSessions {
  /** To the log-in, and afterwards to a path of this origin. */
  enter(context: Context, path?: string): Response;
  /** Answers `GET /session?code=…`, where the accounts origin leads. */
  open(context: Context): Promise<Response>;
  current(context: Context): Promise<EditSession | undefined>;
  end(context: Context): Promise<void>;
}

const ENTRY_SECONDS = 600;

export function siteSessions(options: SiteSessionsOptions): SiteSessions {
  const { site, origin, platform, originOf, secure, sameSite } = options;
  const { accounts } = platform;
  const cookie = secure ? "__Host-pivert" : "pivert";
  const [entry, landing] = [`${cookie}-entree`, `${cookie}-vers`];
  const common = { httpOnly: true, secure, path: "/" } as const;
  return {
    enter(context, path) {
      const { verifier, challenge } = accounts.beginEntry();
      // Lax: the way back is a navigation from another origin.
      const passing = { ...common, sameSite: "Lax", maxAge: ENTRY_SECONDS } as const;
      setCookie(context, entry, verifier, passing);
      if (path !== undefined) setCookie(context, landing, path, passing);
      const asked = new URLSearchParams({ site, challenge, ...(origin === "edit" ? {} : { origine: origin }) });
      return context.redirect(`${originOf("compte")}/?${asked}`, 303);
    },
    async open(context) {
      const verifier = getCookie(context, entry);
      const path = getCookie(context, landing) ?? "/";
      // Without the secret of a browser that began here, a code would log anybody in: also into a stranger's account.
      if (!verifier) return context.redirect("/entrer", 303);
      const opened = await accounts.redeemEditCode(context.req.query("code") ?? "", site, verifier, origin);
      deleteCookie(context, entry, { path: "/", secure });
      if (!opened) return context.redirect("/entrer", 303);
      deleteCookie(context, landing, { path: "/", secure });
      setCookie(context, cookie, opened.token, { ...common, sameSite, maxAge: opened.maxAgeSeconds });
      return context.redirect(isPath(path) ? path : "/", 303);
    },
    async current(context) {
      const token = getCookie(context, cookie);
      return token === undefined ? undefined : accounts.editSessionOf(token, site, origin);
    },
    async end(context) {
      await accounts.endEditSession(getCookie(context, cookie) ?? "", site);
      deleteCookie(context, cookie, { path: "/", secure });
    },
  };
}

/** A path of this origin: nothing that a browser takes for another host. */
function isPath(text: string): boolean {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(text);
}
