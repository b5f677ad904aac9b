import { type Database, migrate } from "@pivert/database";
import { type AccessTokens, openAccessTokens } from "./access-tokens.ts";
import { type EditSessions, openEditSessions } from "./edit-sessions.ts";
import { authHandler, type HandleAuthRequest } from "./handle-auth-request.ts";
import { loadSecret } from "./load-secret.ts";
import { MIGRATIONS } from "./migrations.ts";
import { openPeople, type People } from "./people.ts";
import { openSignIn, type SignIn } from "./sign-in.ts";

export interface AccountsOptions {
  database: Database;
  /** The accounts origin. Example: `https://compte.asso.example`. */
  origin: string;
  /** Where the secret that signs cookies is kept, and made when there is none. Example: `data/secret`. */
  secretFile: string;
}

/** People, their roles, and how they prove who they are. What they may do is for `authorise` to say. */
export interface Accounts extends People, SignIn, EditSessions, AccessTokens {
  handleAuthRequest: HandleAuthRequest;
  /** Forgets what has expired. Called at start, and daily. */
  removeExpired(): Promise<void>;
}

/** Opens the accounts of a host, and brings their tables up to date. */
export async function openAccounts({ database, origin, secretFile }: AccountsOptions): Promise<Accounts> {
  await migrate(database, "accounts", MIGRATIONS);
  const signIn = openSignIn(database, { origin, secret: loadSecret(secretFile) });
  const accounts: Accounts = {
    ...openPeople(database),
    ...signIn,
    ...openEditSessions(database),
    ...openAccessTokens(database),
    handleAuthRequest: authHandler(signIn, origin),
    async removeExpired() {
      await database.query("DELETE FROM edit_code WHERE expires_at < now()");
      await database.query("DELETE FROM edit_session WHERE expires_at < now()");
      await database.query(`DELETE FROM session WHERE "expiresAt" < now()`);
      await database.query("DELETE FROM sign_in_attempt WHERE last_at < now() - interval '90 days'");
      await database.query("DELETE FROM sign_in_attempt WHERE failures > 0 AND last_at < now() - interval '1 day'");
    },
  };
  await accounts.removeExpired();
  return accounts;
}
