/** The legal notice of a site, from its data (LCEN, article 6, III). */
import type { Site } from "@pivert/model";
import { escapeAttribute } from "@pivert/theme-kit";
import { noticeContact, noticeLines, noticeSection, noticeText } from "./notice-html.ts";

/** HTML of the notice; a fact that `site.yaml` lacks is left out and reported elsewhere. */
export function legalNotice(site: Site, lang: string): string {
  const { organisation, form, address, registration, director, host } = site.legal;
  const texts = TEXTS[lang.slice(0, 2) as keyof typeof TEXTS] ?? TEXTS.fr;
  const text = (value: string | undefined) => value && noticeText(value, lang);
  const publisher = [
    `<strong>${text(organisation ?? site.name)}</strong>`,
    text(form),
    text(address),
    text(registration),
    ...noticeContact(site),
  ];
  const hosting = host && [
    `<strong>${text(host.name)}</strong>`,
    text(host.address),
    text(host.phone),
    host.url && `<a href="${escapeAttribute(host.url)}">${escapeAttribute(host.url)}</a>`,
  ];
  return [
    noticeSection("editeur", texts.publisher, [noticeLines(publisher)]),
    noticeSection("directeur", texts.director, [text(director)]),
    noticeSection("hebergeur", texts.host, [hosting && noticeLines(hosting)]),
  ].join("");
}

const TEXTS = {
  fr: {
    publisher: "Éditeur du site",
    director: "Directeur ou directrice de la publication",
    host: "Hébergement",
  },
  en: { publisher: "Publisher", director: "Publication director", host: "Hosting" },
  oc: {
    publisher: "Editor del site",
    director: "Director o directritz de la publicacion",
    host: "Albergament",
  },
};
