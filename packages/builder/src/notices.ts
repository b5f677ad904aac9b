/** The pages that the law asks of every site: their addresses, their titles, what they say. */
import type { Site } from "@pivert/model";
import type { Link } from "@pivert/theme-kit";
import { accessibilityLabel, accessibilityStatement } from "./accessibility-statement.ts";
import { languagePrefix } from "./entry-paths.ts";
import { legalNotice } from "./legal-notice.ts";
import { type DataUses, privacyNotice } from "./privacy-notice.ts";
import { typeset } from "./views.ts";
import { words } from "./words.ts";

export interface Notice {
  path: string;
  title: string;
  html: string;
}

export interface NoticesOptions {
  site: Site;
  lang: string;
  uses: DataUses;
  /** A day as visitors of the language read it. */
  day: (written: string) => string;
}

export function legalPath(lang: string, site: Site): string {
  return `${languagePrefix(lang, site)}mentions-legales/`;
}

export function privacyPath(lang: string, site: Site): string {
  return `${languagePrefix(lang, site)}donnees-personnelles/`;
}

function accessibilityPath(lang: string, site: Site): string {
  return `${languagePrefix(lang, site)}declaration-accessibilite/`;
}

export function planNotices({ site, lang, uses, day }: NoticesOptions): Notice[] {
  const { legal, privacy, accessibility } = words(lang);
  return [
    { path: legalPath(lang, site), title: legal, html: legalNotice(site, lang) },
    { path: privacyPath(lang, site), title: privacy, html: privacyNotice(site, lang, uses) },
    { path: accessibilityPath(lang, site), title: accessibility, html: accessibilityStatement(site, lang, day) },
  ];
}

/** What stands at the bottom of every page. */
export function noticeLinks(site: Site, lang: string): Link[] {
  const { legal, privacy } = words(lang);
  return [
    { label: legal, href: legalPath(lang, site) },
    { label: privacy, href: privacyPath(lang, site) },
    { label: typeset(accessibilityLabel(site, lang), lang), href: accessibilityPath(lang, site) },
  ];
}
