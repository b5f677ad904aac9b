import { isIPv6 } from "node:net";
import type { Database, Query } from "@pivert/database";
import { digest } from "./secrets.ts";

/** A log-in that may be tried. It counts as failed until it is said to have succeeded. */
export interface Attempt {
  succeeded(): Promise<void>;
}

/** A log-in that comes too soon after others. */
export interface TooSoon {
  waitSeconds: number;
}

/** How many failures are free, and how long the wait after further ones grows: 2, 4, 8… seconds. */
const ACCOUNT = { free: 5, longestSeconds: 60 };
const ADDRESS = { free: 20, longestSeconds: 900 };

/**
 * Slows down who guesses passwords, by account and by address. Attempts are counted before the password is looked at, so
 * that many at once gain nothing; whether the account exists makes no difference. An address from which the person
 * logged in before has a count of its own: a stranger's guesses keep nobody out who uses their usual device.
 */
export async function beginAttempt(database: Database, email: string, address: string): Promise<Attempt | TooSoon> {
  const account = email.trim().toLowerCase();
  const network = networkOf(address);
  const known = digest(`known ${network} ${account}`);
  const addressSubject = digest(`address ${network}`);
  const [seenBefore] = await database.query(
    "SELECT 1 FROM sign_in_attempt WHERE subject = $1 AND last_at > now() - interval '90 days'",
    [known],
  );
  const accountSubject = digest(seenBefore ? `account ${account} from ${network}` : `account ${account}`);
  try {
    await database.transaction(async (query) => {
      await count(query, accountSubject, ACCOUNT);
      await count(query, addressSubject, ADDRESS);
    });
  } catch (error) {
    if (error instanceof TooSoonError) return { waitSeconds: error.waitSeconds };
    throw error;
  }
  return {
    async succeeded() {
      await database.transaction(async (query) => {
        await query("DELETE FROM sign_in_attempt WHERE subject = $1", [accountSubject]);
        // Only what this attempt counted: who has an account gains no guesses at others by logging in between them.
        await query(
          "UPDATE sign_in_attempt SET failures = greatest(failures - 1, 0), next_at = '-infinity' WHERE subject = $1",
          [addressSubject],
        );
        await query(
          `INSERT INTO sign_in_attempt VALUES ($1, 0, '-infinity', now())
           ON CONFLICT (subject) DO UPDATE SET last_at = now()`,
          [known],
        );
      });
    },
  };
}

class TooSoonError extends Error {
  readonly waitSeconds: number;
  constructor(waitSeconds: number) {
    super("too soon");
    this.waitSeconds = waitSeconds;
  }
}

async function count(
  query: Query,
  subject: Buffer,
  { free, longestSeconds }: { free: number; longestSeconds: number },
): Promise<void> {
  // The clock rather than the start of the transaction: of attempts at once, each waits for the one before.
  const [counted] = await query<{ failures: number }>(
    `INSERT INTO sign_in_attempt AS attempt VALUES ($1, 1, '-infinity', clock_timestamp())
     ON CONFLICT (subject) DO UPDATE SET
       failures = CASE WHEN attempt.last_at < now() - interval '1 day' THEN 1 ELSE attempt.failures + 1 END,
       last_at = clock_timestamp()
     WHERE attempt.next_at <= clock_timestamp()
     RETURNING failures`,
    [subject],
  );
  if (counted) {
    const waitSeconds = counted.failures > free ? Math.min(longestSeconds, 2 ** (counted.failures - free)) : 0;
    if (waitSeconds > 0)
      await query(
        "UPDATE sign_in_attempt SET next_at = clock_timestamp() + $2 * interval '1 second' WHERE subject = $1",
        [subject, waitSeconds],
      );
    return;
  }
  const [row] = await query<{ wait: number }>(
    "SELECT extract(epoch FROM next_at - clock_timestamp())::float8 AS wait FROM sign_in_attempt WHERE subject = $1",
    [subject],
  );
  throw new TooSoonError(Math.max(1, Math.ceil(row?.wait ?? 1)));
}

/** A household or an office has one address, or in IPv6 the first half of one. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail = ""] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const missing = address.includes("::") ? 8 - groups(head).length - groups(tail).length : 0;
  const all = [...groups(head), ...Array(Math.max(0, missing)).fill("0"), ...groups(tail)];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
