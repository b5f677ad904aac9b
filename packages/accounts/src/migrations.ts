import type { Migration } from "@pivert/database";

/** The tables of accounts. The first four are better-auth's, as it wants them (a test asks it). */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: "001-accounts",
    sql: `
      CREATE TABLE person (
        "id" text NOT NULL PRIMARY KEY, "name" text NOT NULL, "email" text NOT NULL UNIQUE,
        "emailVerified" boolean NOT NULL, "image" text,
        "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
        "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL
      );
      CREATE TABLE session (
        "id" text NOT NULL PRIMARY KEY, "expiresAt" timestamptz NOT NULL, "token" text NOT NULL UNIQUE,
        "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL, "updatedAt" timestamptz NOT NULL,
        "ipAddress" text, "userAgent" text,
        "userId" text NOT NULL REFERENCES person ("id") ON DELETE CASCADE
      );
      CREATE INDEX "session_userId_idx" ON session ("userId");
      CREATE TABLE credential (
        "id" text NOT NULL PRIMARY KEY, "accountId" text NOT NULL, "providerId" text NOT NULL,
        "userId" text NOT NULL REFERENCES person ("id") ON DELETE CASCADE,
        "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz,
        "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text,
        "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL, "updatedAt" timestamptz NOT NULL
      );
      CREATE INDEX "credential_userId_idx" ON credential ("userId");
      CREATE TABLE verification (
        "id" text NOT NULL PRIMARY KEY, "identifier" text NOT NULL, "value" text NOT NULL,
        "expiresAt" timestamptz NOT NULL, "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
        "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL
      );
      CREATE INDEX "verification_identifier_idx" ON verification ("identifier");

      -- A role on a site; that of a host volunteer is on all sites, written *.
      CREATE TABLE membership (
        person text NOT NULL REFERENCES person ON DELETE CASCADE,
        site text NOT NULL,
        role text NOT NULL CHECK (role IN ('editor', 'publisher', 'admin', 'host')),
        since timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (person, site),
        CHECK ((role = 'host') = (site = '*'))
      );
      CREATE INDEX ON membership (site);

      -- Codes and sessions of editing origins end with the session of the accounts origin that they come from.
      CREATE TABLE edit_code (
        code bytea PRIMARY KEY,
        challenge bytea NOT NULL,
        site text NOT NULL,
        session text NOT NULL REFERENCES session ON DELETE CASCADE,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX ON edit_code (session);
      CREATE TABLE edit_session (
        token bytea PRIMARY KEY,
        site text NOT NULL,
        session text NOT NULL REFERENCES session ON DELETE CASCADE,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX ON edit_session (session);

      CREATE TABLE access_token (
        id uuid PRIMARY KEY,
        token bytea NOT NULL UNIQUE,
        person text NOT NULL REFERENCES person ON DELETE CASCADE,
        site text NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        used_on date
      );
      CREATE INDEX ON access_token (person, site);

      -- Failed log-ins by account and by address, both as digests.
      CREATE TABLE sign_in_attempt (
        subject bytea PRIMARY KEY,
        failures int NOT NULL,
        next_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL
      );
    `,
  },
  {
    name: "002-preview-sessions",
    sql: `
      ALTER TABLE edit_code ADD COLUMN origin text NOT NULL DEFAULT 'edit' CHECK (origin IN ('edit', 'apercu'));
      ALTER TABLE edit_session ADD COLUMN origin text NOT NULL DEFAULT 'edit' CHECK (origin IN ('edit', 'apercu'));
    `,
  },
];
