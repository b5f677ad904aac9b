/** Sends mail through the host's own server; without one, mail is kept in a folder where a developer can read it. */
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTransport } from "nodemailer";

export interface Mail {
  to: string;
  replyTo?: { name: string; address: string };
  subject: string;
  /** Plain text. */
  text: string;
}

export interface Mailer {
  /** @throws Error when the server did not take it: nothing was sent */
  send(mail: Mail): Promise<void>;
  close(): void;
}

export interface MailerOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; without it, mail is written to `folder`. */
  smtp?: string;
  /** The address that mail comes from, such as `Le site <site@asso.example>`. */
  from: string;
  /** Gets one `.eml` file per mail when there is no server. */
  folder: string;
}

/** How long the mail server may take for each step: a visitor waits. */
const PATIENCE_MS = 10_000;

export function openMailer({ smtp, from, folder }: MailerOptions): Mailer {
  const timeouts = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS };
  const transport =
    smtp === undefined
      ? createTransport({ streamTransport: true, buffer: true, newline: "unix" })
      : createTransport({ url: smtp, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
  return {
    async send({ to, replyTo, subject, text }) {
      const { message } = (await transport.sendMail({ from, to, replyTo, subject, text })) as { message?: unknown };
      if (smtp !== undefined) return;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, `${Date.now()}-${randomUUID()}.eml`), message as Buffer, { mode: 0o600 });
    },
    close: () => transport.close(),
  };
}
