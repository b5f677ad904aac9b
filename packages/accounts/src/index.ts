/** People, roles and sessions: who somebody is, and what they may do. */
export type { AccessToken } from "./access-tokens.ts";
export {
  type Action,
  authorise,
  type Decision,
  type HostAction,
  type Person,
  type Role,
  SITE_ROLES,
  type SiteAction,
  type SiteRole,
} from "./authorise.ts";
export { AUTH_PATH } from "./better-auth.ts";
export type { EditSession, SessionOrigin } from "./edit-sessions.ts";
export { type Accounts, type AccountsOptions, openAccounts } from "./open-accounts.ts";
export { AccountError, type AccountErrorCode, type Member, type NewPerson } from "./people.ts";
export { type DemoAccount, seedDemoAccounts } from "./seed-demo-accounts.ts";
export type { Client, Session, SignInOutcome } from "./sign-in.ts";
