/** What answers the contact form of a public site: the message shown again, then sent. No script, no cookie. */
import { getConnInfo } from "@hono/node-server/conninfo";
import {
  CONTACT_PATH,
  CONTACT_TRAP,
  type ContactMessage,
  contactMessageSchema,
  contactRecipient,
  metaOf,
} from "@pivert/model";
import type { Platform } from "@pivert/operations/platform";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import { htmlPage, pageHeaders } from "./html-page.ts";
import { readSettings } from "./read-settings.ts";

/** Three fields of text, each letter written as nine characters at most. */
const MOST_BYTES = 64 * 1024;

/** To be mounted on the public origin of a site, at {@link CONTACT_PATH}. */
export function contactApp({ site, platform }: { site: string; platform: Platform }): Hono {
  const app = new Hono();
  const tooLarge = (context: Context) =>
    show(
      context,
      413,
      "Message trop long",
      html`<p>5 000 caractères au plus : raccourcissez votre message.</p>${back}`,
    );
  app.get("/merci/", (context) =>
    show(
      context,
      200,
      "Message envoyé",
      html`<p>Merci : votre message est parti. La réponse viendra par courriel.</p><p><a href="/">Retour au site</a></p>`,
    ),
  );
  app.get("/", (context) => context.redirect("/", 303));
  app.post("/", bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }), async (context) => {
    const settings = (await readSettings(platform.editingSite(site)))?.site;
    const received = await platform.receiveMessage({
      site,
      siteName: settings?.name ?? site,
      recipient: settings && contactRecipient(settings),
      fields: await context.req.parseBody(),
      address: getConnInfo(context).remote.address ?? "",
      now: Date.now(),
    });
    switch (received.state) {
      case "sent":
        return context.redirect(`${CONTACT_PATH}merci/`, 303);
      case "review":
        return show(
          context,
          200,
          "Relisez votre message",
          html`${received.notice === undefined ? "" : html`<p class="error">${received.notice}</p>`}${shown(received.message)}
<form method="post" action="${CONTACT_PATH}">${hidden({ ...received.message, token: received.token })}<button>Envoyer</button></form>${back}`,
        );
      case "invalid":
        return show(context, 422, "Il manque quelque chose", formAgain(received));
      case "wait":
        return show(
          context,
          429,
          "Trop de messages",
          html`<p>Plusieurs messages sont partis d’ici ou vers cette association. Réessayez dans ${minutes(received.seconds)}.</p>${shown(received.message)}`,
          { "Retry-After": String(received.seconds) },
        );
      case "failed":
        return show(
          context,
          502,
          "Message non envoyé",
          html`<p>Le serveur de courriel n’a pas répondu : votre message n’est pas parti. Réessayez dans quelques minutes ; en voici le texte.</p>${shown(received.message)}
<form method="post" action="${CONTACT_PATH}">${hidden(received.message)}<button>Réessayer</button></form>`,
        );
      case "no-form":
        return show(
          context,
          404,
          "Pas de formulaire ici",
          html`<p>Ce site n’a pas de formulaire de contact.</p>${back}`,
        );
    }
  });
  return app;
}

const back = html`<p><a href="/">Retour au site</a></p>`;
const shape = contactMessageSchema.shape;
const NAMES = Object.keys(shape) as (keyof ContactMessage)[];

function labelOf(name: keyof ContactMessage): string {
  return metaOf(shape[name])?.label ?? name;
}

function show(
  context: Context,
  status: 200 | 404 | 413 | 422 | 429 | 502,
  title: string,
  body: ReturnType<typeof html>,
  more = {},
) {
  return context.html(htmlPage(title, body), status, { ...pageHeaders(), ...more });
}

function shown(message: ContactMessage) {
  return html`<dl>${NAMES.map((name) => html`<dt>${labelOf(name)}</dt><dd style="white-space:pre-wrap">${message[name]}</dd>`)}</dl>`;
}

function hidden(values: Record<string, string>) {
  return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

/** The form with what was written, and what to write instead. */
function formAgain({ fields, wrong }: { fields: Record<string, string>; wrong: Record<string, string> }) {
  const field = (name: keyof ContactMessage) => {
    const error = wrong[name];
    const described = error === undefined ? "" : html`aria-invalid="true" aria-describedby="${name}-erreur"`;
    const value = fields[name] ?? "";
    return html`<label for="${name}">${labelOf(name)}</label>${error === undefined ? "" : html`<p class="error" id="${name}-erreur">Il faut ${error}.</p>`}${
      name === "message"
        ? html`<textarea id="message" name="message" rows="8" ${described}>${value}</textarea>`
        : html`<input id="${name}" name="${name}" value="${value}" autocomplete="${name}" ${described}>`
    }`;
  };
  return html`<form method="post" action="${CONTACT_PATH}">${NAMES.map(field)}<p hidden><input name="${CONTACT_TRAP}" tabindex="-1" autocomplete="off" aria-label="Laissez ce champ vide"></p><button>Relire, puis envoyer</button></form>`;
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count > 1 ? `${count} minutes` : "une minute";
}
