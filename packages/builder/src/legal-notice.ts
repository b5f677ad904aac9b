/**
 * The legal notice of a site, from its data (LCEN, article 6, III) and what is true of every site of ours: no cookie,
 * no tracker. Built from validated values, escaped here.
 */
import type { Site } from "@pivert/model";
import { escapeAttribute } from "@pivert/theme-kit";
import { languagePrefix } from "./entry-paths.ts";

/** The few words of visitors that the builder itself writes. */
const WORDS = {
  fr: { home: "Accueil", legal: "Mentions légales", notFound: "Page introuvable", pastEvents: "Rendez-vous passés" },
  en: { home: "Home", legal: "Legal notice", notFound: "Page not found", pastEvents: "Past events" },
  oc: { home: "Acuèlh", legal: "Mencions legalas", notFound: "Pagina introbabla", pastEvents: "Rendètz-vos passats" },
} as const;

export function words(lang: string): Record<keyof (typeof WORDS)["fr"], string> {
  return WORDS[lang.slice(0, 2) as keyof typeof WORDS] ?? WORDS.fr;
}

export function legalPath(lang: string, site: Site): string {
  return `${languagePrefix(lang, site)}mentions-legales/`;
}

/** HTML of the notice; a fact that `site.yaml` lacks is left out and reported elsewhere. */
export function legalNotice({ legal, name, contact }: Site, lang: string): string {
  const { organisation, form, address, registration, director, host } = legal;
  const email = legal.email ?? contact.email;
  const phone = legal.phone ?? contact.phone;
  const texts = NOTICES[lang.slice(0, 2) as keyof typeof NOTICES] ?? NOTICES.fr;
  const publisher = [
    `<strong>${escapeAttribute(organisation ?? name)}</strong>`,
    escapeAttribute(form),
    address && lines(address),
    registration && escapeAttribute(registration),
    email && `<a href="mailto:${escapeAttribute(email)}">${escapeAttribute(email)}</a>`,
    phone && `<a href="tel:${phone.replace(/[^\d+]/g, "")}">${escapeAttribute(phone)}</a>`,
  ];
  const hosting = host && [
    `<strong>${escapeAttribute(host.name)}</strong>`,
    lines(host.address),
    host.phone && escapeAttribute(host.phone),
    host.url && `<a href="${escapeAttribute(host.url)}">${escapeAttribute(host.url)}</a>`,
  ];
  return [
    section("editeur", texts.publisher, paragraph(publisher)),
    director && section("directeur", texts.director, paragraph([escapeAttribute(director)])),
    hosting && section("hebergeur", texts.host, paragraph(hosting)),
    section("donnees", texts.privacy, `<p>${texts.privacyText}</p>`),
  ]
    .filter(Boolean)
    .join("");
}

const FRENCH = {
  publisher: "Éditeur du site",
  director: "Directeur ou directrice de la publication",
  host: "Hébergement",
  privacy: "Données personnelles",
  privacyText:
    'Ce site ne dépose aucun cookie, ne mesure pas votre visite et n’appelle aucun autre site tant que vous ne l’avez pas demandé par un clic. Pour toute question sur vos données, écrivez à l’adresse ci-dessus ; vous pouvez aussi saisir la <a href="https://www.cnil.fr/">CNIL</a>.',
};
const ENGLISH: typeof FRENCH = {
  publisher: "Publisher",
  director: "Publication director",
  host: "Hosting",
  privacy: "Personal data",
  privacyText:
    "This site sets no cookie, does not track your visit and asks nothing of any other site until you click. For any question about your data, write to the address above.",
};
const OCCITAN: typeof FRENCH = {
  publisher: "Editor del site",
  director: "Director o directritz de la publicacion",
  host: "Albergament",
  privacy: "Donadas personalas",
  privacyText:
    'Aqueste site depausa pas cap de cookie, mesura pas vòstra visita e sona pas cap d’autre site tant que l’avètz pas demandat amb un clic. Per tota question sus vòstras donadas, escrivètz a l’adreça çai sus ; podètz tanben sasir la <a href="https://www.cnil.fr/">CNIL</a>.',
};
const NOTICES = { fr: FRENCH, en: ENGLISH, oc: OCCITAN };

function section(id: string, title: string, content: string): string {
  return `<h2 id="${id}">${title}</h2>${content}`;
}

function paragraph(parts: (string | undefined)[]): string {
  return `<p>${parts.filter(Boolean).join("<br>")}</p>`;
}

function lines(text: string): string {
  return text.split(/\r?\n/).map(escapeAttribute).join("<br>");
}
