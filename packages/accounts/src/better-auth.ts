import type { Database } from "@pivert/database";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { PASSWORD_LENGTH } from "./people.ts";

/** Where better-auth answers on the accounts origin. */
export const AUTH_PATH = "/auth";

export interface AuthOptions {
  /** The accounts origin. Example: `https://compte.asso.example`. */
  origin: string;
  secret: string;
}

/** Sessions of 30 days from the log-in, on the accounts origin alone. */
export function authOptions(database: Database, { origin, secret }: AuthOptions) {
  const secure = origin.startsWith("https:");
  return {
    database: { connect: () => database.connect(), end: async () => {} },
    baseURL: origin,
    basePath: AUTH_PATH,
    secret,
    trustedOrigins: [origin],
    user: { modelName: "person" },
    account: { modelName: "credential" },
    session: { expiresIn: 30 * 86_400, disableSessionRefresh: true, cookieCache: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      // Accounts are made by invitation.
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    // By account and by address, in sign-in-attempts.ts.
    rateLimit: { enabled: false },
    advanced: {
      // The prefix `__Host-` in place of the `__Secure-` that better-auth would put.
      useSecureCookies: false,
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: "lax", path: "/" },
      cookies: { session_token: { name: secure ? "__Host-pivert-session" : "pivert-session" } },
      ipAddress: { disableIpTracking: true },
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    logger: { disabled: true },
    telemetry: { enabled: false },
  } satisfies BetterAuthOptions;
}

export function openBetterAuth(database: Database, options: AuthOptions) {
  return betterAuth(authOptions(database, options));
}
