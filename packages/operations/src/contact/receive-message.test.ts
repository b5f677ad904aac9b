import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { openMailer } from "./open-mailer.ts";
import { openMailbox, type SentForm } from "./receive-message.ts";

const START = Date.parse("2026-11-22T12:00:00Z");
const FIELDS = { name: "Zoé Exemple", email: "zoe@visite.example", message: "Bonjour,\n\nOù est l’atelier ?" };

interface Delivered {
  from: string;
  to: string[];
  data: string;
}

/** A real mail server on loopback; `refuse` makes it say no to every message. */
async function mailServer({ refuse = false } = {}) {
  const delivered: Delivered[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (refuse) return done(new Error("mailbox full"));
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        delivered.push({ from, to, data: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { delivered, url: `smtp://127.0.0.1:${port}` };
}

function mailbox(smtp?: string) {
  const folder = mkdtempSync(join(tmpdir(), "pivert-mail-"));
  const errors: unknown[] = [];
  const mailer = openMailer({ smtp, from: "Les sites <sites@hebergeur.example>", folder });
  onTestFinished(() => {
    mailer.close();
    rmSync(folder, { recursive: true });
  });
  const receive = openMailbox({ mailer, onError: (error) => errors.push(error) });
  const send = (fields: Record<string, unknown>, more: Partial<SentForm> = {}) =>
    receive({
      site: "velo",
      siteName: "Les Roues libres",
      recipient: "bureau@velo.example",
      fields,
      address: "192.0.2.1",
      now: START,
      ...more,
    });
  /** Reads the message again for three seconds, and sends it. */
  const sendTwice = async (fields: Record<string, unknown>, more: Partial<SentForm> = {}) => {
    const { now = START } = more;
    const review = await send(fields, { ...more, now });
    if (review.state !== "review") return review;
    return send({ ...fields, token: review.token }, { ...more, now: now + 3_000 });
  };
  return { send, sendTwice, errors, folder };
}

describe("a visitor's message", () => {
  test("is shown again, then sent to the association, who answers the visitor", async () => {
    const { url, delivered } = await mailServer();
    const { send, sendTwice } = mailbox(url);
    expect(await send(FIELDS)).toMatchObject({ state: "review", message: FIELDS });
    expect(delivered).toEqual([]);
    expect(await sendTwice(FIELDS)).toEqual({ state: "sent" });
    expect(delivered).toHaveLength(1);
    expect(delivered[0]).toMatchObject({ from: "sites@hebergeur.example", to: ["bureau@velo.example"] });
    expect(delivered[0]?.data).toContain("Reply-To: =?UTF-8?Q?Zo=C3=A9_Exemple?= <zoe@visite.example>");
    expect(delivered[0]?.data).toContain("=5BLes_Roues_libres=5D_Message_de_Zo");
  });

  test("cannot add a header or a recipient", async () => {
    const { url, delivered } = await mailServer();
    const { sendTwice } = mailbox(url);
    const name = "Zoé\r\nBcc: autre@visite.example";
    expect(await sendTwice({ ...FIELDS, name })).toMatchObject({ state: "invalid" });
    expect(await sendTwice({ ...FIELDS, name: 'Zoé" <autre@visite.example>, "' })).toEqual({ state: "sent" });
    expect(delivered.map(({ to }) => to)).toEqual([["bureau@velo.example"]]);
    expect(delivered[0]?.data.match(/^(Bcc|Cc):/im)).toBeNull();
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ["nothing", {}, ["name", "email", "message"]],
    ["no message", { ...FIELDS, message: "  " }, ["message"]],
    ["an address that is none", { ...FIELDS, email: "zoe" }, ["email"]],
    ["too much", { ...FIELDS, message: "x".repeat(5001) }, ["message"]],
    ["a list for a text", { ...FIELDS, name: ["a", "b"] }, ["name"]],
  ])("that holds %s is asked for again", async (_what, fields, wrong) => {
    const received = await mailbox().send(fields);
    expect(received.state === "invalid" && Object.keys(received.wrong)).toEqual(wrong);
  });

  test("is kept in a folder when there is no mail server", async () => {
    const { sendTwice, folder } = mailbox();
    await sendTwice(FIELDS);
    const [file = ""] = readdirSync(folder);
    expect(readFileSync(join(folder, file), "utf8")).toContain("To: bureau@velo.example");
  });

  test("is not lost when the mail server refuses it", async () => {
    const { url } = await mailServer({ refuse: true });
    const { sendTwice, errors } = mailbox(url);
    expect(await sendTwice(FIELDS)).toEqual({ state: "failed", message: FIELDS });
    expect(errors).toHaveLength(1);
  });

  test("whose button is pressed twice is told twice what became of it", async () => {
    const { url } = await mailServer({ refuse: true });
    const { send } = mailbox(url);
    const review = await send(FIELDS);
    const token = review.state === "review" ? review.token : "";
    const press = () => send({ ...FIELDS, token }, { now: START + 5_000 });
    const [first, second] = await Promise.all([press(), press()]);
    expect([first.state, second.state]).toEqual(["failed", "failed"]);
  });

  test("finds no form on a site without an address", async () => {
    expect(await mailbox().send(FIELDS, { recipient: undefined })).toEqual({ state: "no-form" });
  });
});

describe("a program", () => {
  test("that fills in the hidden field is told that all went well", async () => {
    const { url, delivered } = await mailServer();
    expect(await mailbox(url).send({ ...FIELDS, website: "https://reclame.example" })).toEqual({ state: "sent" });
    expect(delivered).toEqual([]);
  });

  test("cannot send what was not shown, too soon, too late, for another site, or twice", async () => {
    const { url, delivered } = await mailServer();
    const { send } = mailbox(url);
    const review = await send(FIELDS);
    const token = review.state === "review" ? review.token : "";
    const later = { now: START + 5_000 };
    const refused = { state: "review", notice: expect.any(String) };
    expect(await send({ ...FIELDS, message: "Autre chose", token }, later)).toMatchObject(refused);
    expect(await send({ ...FIELDS, token }, { now: START + 100 })).toMatchObject(refused);
    expect(await send({ ...FIELDS, token }, { now: START + 24 * 3600_000 })).toMatchObject(refused);
    expect(await send({ ...FIELDS, token }, { ...later, site: "autre" })).toMatchObject(refused);
    for (const forged of ["", "x", "0.x", `${token}x`, `zzzzzzzzzzz.${"A".repeat(43)}`])
      expect(await send({ ...FIELDS, token: forged }, later)).toMatchObject(refused);
    expect(delivered).toEqual([]);
    expect(await send({ ...FIELDS, token }, later)).toEqual({ state: "sent" });
    expect(await send({ ...FIELDS, token }, later)).toEqual({ state: "sent" });
    expect(delivered).toHaveLength(1);
  });

  test("that sends one after the other has to wait, and others have not", async () => {
    const { sendTwice } = mailbox();
    for (let round = 0; round < 5; round++)
      expect(await sendTwice({ ...FIELDS, message: `Message ${round}` })).toEqual({ state: "sent" });
    expect(await sendTwice({ ...FIELDS, message: "Encore" })).toMatchObject({ state: "wait", seconds: 3600 });
    expect(await sendTwice(FIELDS, { address: "192.0.2.2" })).toEqual({ state: "sent" });
    expect(await sendTwice(FIELDS, { now: START + 3600_000 + 5_000 })).toEqual({ state: "sent" });
  });
});
