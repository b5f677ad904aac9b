/** `<:key:>`: the words that SPIP translates, as far as texts use them. The keys are SPIP's. */

const DAYS = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];
const MONTHS = [
  "janvier",
  "février",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "août",
  "septembre",
  "octobre",
  "novembre",
  "décembre",
];

const WORDS: Record<string, string> = {
  ...Object.fromEntries(DAYS.map((day, index) => [`date_jour_${index + 1}`, day])),
  ...Object.fromEntries(MONTHS.map((month, index) => [`date_mois_${index + 1}`, month])),
  accueil_site: "Accueil du site",
  articles: "Articles",
  articles_recents: "Articles les plus récents",
  autres_breves: "Autres brèves",
  breves: "Brèves",
  date_aujourdhui: "aujourd’hui",
  date_demain: "demain",
  date_hier: "hier",
  forum: "Forum",
  icone_articles: "Articles",
  info_1_article: "1 article",
  info_articles: "Articles",
  info_articles_proposes: "Articles proposés",
  info_auteurs: "Les auteurs",
  info_breves: "Brèves",
  info_contact: "Contact",
  info_documents: "Documents",
  info_modifier_article: "Modifier cet article",
  info_notes: "Notes",
  info_rechercher: "Rechercher",
  info_rubriques: "Rubriques",
  lien_contact: "Contact",
  lire_la_suite: "Lire la suite",
  mots_clefs: "Mots-clés",
  nouveautes_web: "Nouveautés sur le Web",
  plan_site: "Plan du site",
  recherche: "Rechercher",
  rubriques: "Rubriques",
  suite: "suite",
};

/** The French words of a key; `undefined` when it is not one of these. */
export function wordOf(key: string): string | undefined {
  return Object.hasOwn(WORDS, key.toLowerCase()) ? WORDS[key.toLowerCase()] : undefined;
}
