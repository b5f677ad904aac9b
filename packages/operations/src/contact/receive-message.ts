/** A visitor's message, from the form to the association's mail box. Nothing of it is kept. */
import { randomBytes } from "node:crypto";
import { CONTACT_TRAP, type ContactMessage, contactMessageSchema, metaOf } from "@pivert/model";
import { checkToken, makeToken } from "./message-token.ts";
import type { Mailer } from "./open-mailer.ts";
import { openRateLimit } from "./rate-limit.ts";

export interface SentForm {
  site: string;
  /** The site's name, as visitors know it. */
  siteName: string;
  /** Who receives the message; `undefined` when the site has no form. */
  recipient: string | undefined;
  /** The form's fields as they came. */
  fields: Record<string, unknown>;
  /** The visitor's address on the network. */
  address: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** What to show the visitor. */
export type Received =
  | { state: "sent" }
  /** To be read again and sent with the token. */
  | { state: "review"; message: ContactMessage; token: string; notice?: string }
  /** Each wrong field with what to write. */
  | { state: "invalid"; fields: Record<string, string>; wrong: Record<string, string> }
  | { state: "wait"; seconds: number; message: ContactMessage }
  | { state: "failed"; message: ContactMessage }
  | { state: "no-form" };

const HOUR_MS = 3600 * 1000;

/** @param onError told why the mail server refused, without anything of the message */
export function openMailbox({ mailer, onError }: { mailer: Mailer; onError: (error: unknown) => void }) {
  // A token lives no longer than this process: a form sent across a restart is shown once more.
  const secret = randomBytes(32);
  const byAddress = openRateLimit(5, HOUR_MS);
  const bySite = openRateLimit(60, HOUR_MS);
  const answers = new Map<string, Promise<Received>>();

  return async function receive({ site, siteName, recipient, fields, address, now }: SentForm): Promise<Received> {
    if (recipient === undefined) return { state: "no-form" };
    const parsed = contactMessageSchema.safeParse(fields);
    if (!parsed.success) return invalid(fields, parsed.error.issues);
    const message = parsed.data;
    // A program is told that all went well, and learns nothing.
    if (fields[CONTACT_TRAP]) return { state: "sent" };
    const token = typeof fields.token === "string" ? fields.token : undefined;
    const review = (notice?: string): Received => ({
      state: "review",
      message,
      token: makeToken(secret, site, message, now),
      ...(notice !== undefined && { notice }),
    });
    if (token === undefined) return review();
    const state = checkToken(secret, site, message, token, now);
    if (state !== "good") return review(NOTICES[state]);
    // The button was pressed twice: one message is enough, and both are told what became of it.
    const known = answers.get(token);
    if (known) return known;
    const seconds = byAddress.take(`${site} ${address}`, now) || bySite.take(site, now);
    if (seconds > 0) return { state: "wait", seconds, message };
    const answer = mailer.send(mailOf(message, recipient, siteName)).then(
      (): Received => ({ state: "sent" }),
      (error): Received => {
        answers.delete(token);
        onError(error);
        return { state: "failed", message };
      },
    );
    answers.set(token, answer);
    if (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value ?? "");
    return answer;
  };
}

/** Tokens remembered so that none is used twice; the oldest are forgotten first. */
const MOST_ANSWERS = 10_000;

const NOTICES = {
  wrong: "Votre message a changé depuis la relecture, ou la page était trop ancienne : relisez-le encore une fois.",
  "too-late": "Cette page était ouverte depuis longtemps : relisez votre message encore une fois.",
  "too-soon": "C’était très rapide : relisez votre message, puis envoyez-le.",
};

function mailOf({ name, email, message }: ContactMessage, to: string, siteName: string) {
  return {
    to,
    replyTo: { name, address: email },
    subject: `[${siteName}] Message de ${name}`,
    text: `${message}\n\n-- \n${name} <${email}>\nEnvoyé par le formulaire du site ${siteName}. Répondez à ce courriel pour répondre à ${name}.\n`,
  };
}

function invalid(
  fields: Record<string, unknown>,
  issues: readonly { path: PropertyKey[] }[],
): Extract<Received, { state: "invalid" }> {
  const shape = contactMessageSchema.shape;
  const names = Object.keys(shape) as (keyof typeof shape)[];
  const wrongNames = new Set(issues.map(({ path }) => path[0]));
  return {
    state: "invalid",
    fields: Object.fromEntries(names.map((name) => [name, String(fields[name] ?? "").slice(0, 20_000)])),
    wrong: Object.fromEntries(
      names.filter((name) => wrongNames.has(name)).map((name) => [name, metaOf(shape[name])?.expected ?? "une valeur"]),
    ),
  };
}
