/** What the pages of one language are planned from. */
import type { Problem } from "@pivert/model";
import type { Link } from "@pivert/theme-kit";
import { languagePrefix } from "./entry-paths.ts";
import type { Entry } from "./load-entries.ts";
import type { LoadedSite } from "./load-site.ts";
import type { Translations } from "./translations.ts";
import type { ViewContext } from "./views.ts";
import { words } from "./words.ts";

export interface LanguagePlan {
  lang: string;
  entries: readonly Entry[];
  context: ViewContext;
  translations: Translations;
  now: number;
  loaded: LoadedSite;
  problems: Problem[];
}

export function homeCrumb({ lang, context }: LanguagePlan): Link {
  return { label: words(lang).home, href: languagePrefix(lang, context.site) };
}
