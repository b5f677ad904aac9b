/** The form that writes to an association. It works without script: the platform shows the message again before it sends it. */
import { CONTACT_PATH, CONTACT_TRAP, contactRecipient, type Site } from "@pivert/model";
import { escapeAttribute } from "@pivert/theme-kit";
import { privacyPath } from "./notices.ts";
import { typeset } from "./views.ts";

const FRENCH = {
  name: "Votre nom",
  email: "Votre adresse électronique",
  message: "Votre message",
  trap: "Laissez ce champ vide",
  notice: (name: string) =>
    `Votre message part par courriel à ${name}, qui s’en sert pour vous répondre. Ce site n’en garde aucune copie.`,
  rights: "Vos droits",
  send: "Relire, puis envoyer",
};
const ENGLISH: typeof FRENCH = {
  name: "Your name",
  email: "Your e-mail address",
  message: "Your message",
  trap: "Leave this field empty",
  notice: (name) => `Your message is e-mailed to ${name}, who use it to answer you. This site keeps no copy.`,
  rights: "Your rights",
  send: "Review, then send",
};
const OCCITAN: typeof FRENCH = {
  name: "Vòstre nom",
  email: "Vòstra adreça electronica",
  message: "Vòstre messatge",
  trap: "Daissatz aqueste camp void",
  notice: (name) =>
    `Vòstre messatge es mandat per corrièl a ${name}, que s’en servís per vos respondre. Aqueste site ne garda pas cap de còpia.`,
  rights: "Vòstres dreches",
  send: "Tornar legir, puèi mandar",
};
const WORDS = { fr: FRENCH, en: ENGLISH, oc: OCCITAN };

/** HTML of the form, of validated values escaped here; empty when nobody would receive the message. */
export function contactForm(title: string, lang: string, site: Site): string {
  if (contactRecipient(site) === undefined) return "";
  const words = WORDS[lang.slice(0, 2) as keyof typeof WORDS] ?? WORDS.fr;
  const text = (value: string) => escapeAttribute(typeset(value, lang));
  return `<form method="post" action="${CONTACT_PATH}" aria-labelledby="contact-titre">
<p id="contact-titre"><strong>${text(title)}</strong></p>
<p><label for="contact-nom">${words.name}</label><input id="contact-nom" name="name" autocomplete="name" maxlength="120" required></p>
<p><label for="contact-courriel">${words.email}</label><input id="contact-courriel" name="email" type="email" autocomplete="email" maxlength="254" required></p>
<p><label for="contact-message">${words.message}</label><textarea id="contact-message" name="message" rows="8" maxlength="5000" required></textarea></p>
<p hidden><label for="contact-site">${words.trap}</label><input id="contact-site" name="${CONTACT_TRAP}" tabindex="-1" autocomplete="off"></p>
<p><small>${text(words.notice(site.name))} <a href="${privacyPath(lang, site)}#formulaire">${words.rights}</a></small></p>
<p><button>${words.send}</button></p>
</form>`;
}
