/**
 * The tables and columns of SPIP that an import reads, and no others: passwords, e-mail addresses, IP addresses, keys and
 * private messages never leave the dump.
 */
export const TABLES = {
  articles:
    "id_article surtitre titre soustitre id_rubrique descriptif chapo texte ps date statut id_secteur maj date_redac date_modif lang id_trad nom_site url_site virtuel",
  rubriques: "id_rubrique id_parent titre descriptif texte id_secteur maj statut date lang",
  breves: "id_breve date_heure titre texte lien_titre lien_url statut id_rubrique lang",
  auteurs: "id_auteur nom bio nom_site url_site statut",
  auteurs_liens: "id_auteur id_objet objet",
  groupes_mots: "id_groupe titre descriptif",
  mots: "id_mot titre descriptif texte id_groupe type",
  mots_liens: "id_mot id_objet objet",
  documents:
    "id_document id_vignette extension titre date descriptif fichier taille largeur hauteur mode distant statut credits alt media id_type",
  documents_liens: "id_document id_objet objet vu rang_lien",
  types_documents: "id_type extension",
  forum:
    "id_forum id_objet objet id_article id_rubrique id_breve id_syndic id_parent id_thread date_heure titre texte auteur statut",
  petitions: "id_petition id_article texte statut",
  signatures: "id_signature id_petition id_article statut",
  syndic: "id_syndic id_rubrique nom_site url_site descriptif date statut",
  urls: "id_parent url type id_objet date perma",
  evenements: "id_evenement id_article date_debut date_fin titre descriptif lieu adresse horaire statut",
  meta: "nom valeur",
  // Links between two tables, before SPIP 3.
  auteurs_articles: "id_auteur id_article",
  auteurs_rubriques: "id_auteur id_rubrique",
  mots_articles: "id_mot id_article",
  mots_rubriques: "id_mot id_rubrique",
  mots_breves: "id_mot id_breve",
  mots_documents: "id_mot id_document",
  mots_syndic: "id_mot id_syndic",
  mots_forum: "id_mot id_forum",
  documents_articles: "id_document id_article vu",
  documents_rubriques: "id_document id_rubrique vu",
  documents_breves: "id_document id_breve vu",
  documents_syndic: "id_document id_syndic vu",
  /** Not SPIP's: the `on` and `off` attributes of XML backups. */
  logos: "objet id_objet fichier mode",
} as const;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** The settings that may be read; the others hold secrets or say nothing. */
export const SETTINGS = new Set(
  "nom_site slogan_site descriptif_site adresse_site langue_site langues_multilingue langues_utilisees version_installee type_urls post_dates charset urls_arbo".split(
    " ",
  ),
);

export function columnsOf(table: TableName): string[] {
  return TABLES[table].split(" ");
}

/** The table that a name with its prefix means, such as `asso_articles`: the longest that fits. */
export function tableOf(name: string): { prefix: string; table: TableName } | undefined {
  const lower = name.toLowerCase();
  const table = TABLE_NAMES.filter((known) => lower === known || lower.endsWith(`_${known}`)).sort(
    (a, b) => b.length - a.length,
  )[0];
  return table && { prefix: lower.slice(0, -table.length), table };
}
