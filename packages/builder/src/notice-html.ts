/** The HTML of the pages that the law asks for: built from validated values, typeset and escaped here. */
import type { Site } from "@pivert/model";
import { escapeAttribute } from "@pivert/theme-kit";
import { typeset } from "./views.ts";

/** Plain text as HTML, its line breaks kept. */
export function noticeText(text: string, lang: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => escapeAttribute(typeset(line, lang)))
    .join("<br>");
}

/** A heading and its paragraphs of HTML; empty when nothing is said. */
export function noticeSection(id: string, title: string, paragraphs: (string | undefined | false)[]): string {
  const said = paragraphs.filter(Boolean);
  return said.length === 0 ? "" : `<h2 id="${id}">${title}</h2>${said.map((html) => `<p>${html}</p>`).join("")}`;
}

/** Lines of HTML in one paragraph. */
export function noticeLines(lines: (string | undefined)[]): string {
  return lines.filter(Boolean).join("<br>");
}

/** How to write to the association or call it, as links. */
export function noticeContact({ legal, contact }: Site): string[] {
  const email = legal.email ?? contact.email;
  const phone = legal.phone ?? contact.phone;
  return [
    email ? `<a href="mailto:${escapeAttribute(email)}">${escapeAttribute(email)}</a>` : "",
    phone ? `<a href="tel:${phone.replace(/[^\d+]/g, "")}">${escapeAttribute(phone)}</a>` : "",
  ].filter(Boolean);
}
