/**
 * Who may do what: one table, read by one pure function. What the table does not allow is refused.
 */

/** What a person may be on a site. */
export const SITE_ROLES = ["editor", "publisher", "admin"] as const;
export type SiteRole = (typeof SITE_ROLES)[number];
/** A volunteer of the host is `host` on all sites. */
export type Role = SiteRole | "host";

/** A person with an account, as far as permissions go. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isHost: boolean;
  /** By site. */
  readonly roles: ReadonlyMap<string, SiteRole>;
}

const EVERYONE: readonly Role[] = ["editor", "publisher", "admin", "host"];
const PUBLISHERS: readonly Role[] = ["publisher", "admin", "host"];
const ADMINS: readonly Role[] = ["admin", "host"];
const HOSTS: readonly Role[] = ["host"];

/** On one site, and the roles that may. */
const ON_A_SITE = {
  /** Open the editing origin; see entries, drafts, media and history. */
  read: EVERYONE,
  /** Create and change drafts, add media. */
  edit: EVERYONE,
  /** Make a draft live. */
  publish: PUBLISHERS,
  /** Delete or rename what is live. */
  delete: PUBLISHERS,
  /** Bring an earlier release or version back. */
  "roll-back": PUBLISHERS,
  /** Change the published branch with git. */
  push: PUBLISHERS,
  /** Make a token of one's own for git. */
  "create-token": PUBLISHERS,
  /** Change site.yaml, taxonomies and redirects. */
  settings: ADMINS,
  "manage-members": ADMINS,
  /** Download all of a site's data. */
  export: ADMINS,
  import: HOSTS,
  "close-site": HOSTS,
} as const satisfies Record<string, readonly Role[]>;

/** On the host, whatever the site. */
const ON_THE_HOST = {
  "create-site": HOSTS,
  "upgrade-sites": HOSTS,
  "back-up": HOSTS,
  "see-console": HOSTS,
  "manage-people": HOSTS,
} as const satisfies Record<string, readonly Role[]>;

export type SiteAction = keyof typeof ON_A_SITE;
export type HostAction = keyof typeof ON_THE_HOST;
export type Action = SiteAction | HostAction;

export type Decision =
  | { allowed: true }
  | {
      allowed: false;
      /** `signed-out`: a log-in may help. `no-role`: to this person the site does not exist. */
      reason: "signed-out" | "no-role" | "role-too-low";
      /** For the person. */
      message: string;
    };

const REFUSALS = {
  "signed-out": "Connectez-vous pour continuer.",
  "no-role": "Ce site n’existe pas, ou vous n’en êtes pas membre.",
  "role-too-low": "Votre rôle ne le permet pas. Demandez à une personne qui administre le site.",
} as const;

/**
 * Whether a person may do something; `site` comes from the host name of the request, never from its body.
 */
export function authorise(person: Person | undefined, action: SiteAction, site: string): Decision;
export function authorise(person: Person | undefined, action: HostAction): Decision;
export function authorise(person: Person | undefined, action: Action, site?: string): Decision {
  if (!person) return refuse("signed-out");
  const role = person.isHost ? "host" : site === undefined ? undefined : person.roles.get(site);
  const onHost = Object.hasOwn(ON_THE_HOST, action);
  if (!role && !onHost) return refuse("no-role");
  return role && rolesFor(action, site).includes(role) ? { allowed: true } : refuse("role-too-low");
}

function rolesFor(action: Action, site: string | undefined): readonly Role[] {
  if (Object.hasOwn(ON_THE_HOST, action)) return ON_THE_HOST[action as HostAction];
  if (Object.hasOwn(ON_A_SITE, action) && site) return ON_A_SITE[action as SiteAction];
  return [];
}

function refuse(reason: keyof typeof REFUSALS): Decision {
  return { allowed: false, reason, message: REFUSALS[reason] };
}
