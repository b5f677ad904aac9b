/** Every word of a theme that a visitor sees or hears. Punctuation carries the spaces of its language. */

export interface Strings {
  skip: string;
  home: string;
  menu: string;
  mainMenu: string;
  breadcrumb: string;
  otherLanguages: string;
  nextEvent: string;
  upcoming: string;
  allEvents: string;
  noEvents: string;
  news: string;
  allNews: string;
  featured: string;
  albums: string;
  allAlbums: string;
  partners: string;
  allPartners: string;
  nothingHere: string;
  by: string;
  updated: (day: string) => string;
  tags: string;
  categories: string;
  term: Record<"tag" | "category" | "author" | "archive", string>;
  onThisPage: string;
  inThisSection: string;
  seeAlso: string;
  when: string;
  further: string;
  addToCalendar: string;
  subscribe: string;
  where: string;
  price: string;
  organiser: string;
  registration: string;
  register: string;
  cancelled: string;
  photos: (count: number) => string;
  enlarge: (photo: string) => string;
  email: string;
  phone: string;
  website: string;
  contact: string;
  browse: string;
  follow: string;
  rss: string;
  pagination: string;
  page: (page: number, pages: number) => string;
  previous: string;
  next: string;
  notFoundTitle: string;
  notFoundText: string;
  notFoundLinks: string;
}

const fr: Strings = {
  skip: "Aller au contenu",
  home: "Accueil",
  menu: "Menu",
  mainMenu: "Menu principal",
  breadcrumb: "Fil d’Ariane",
  otherLanguages: "Autres langues",
  nextEvent: "Prochain rendez-vous",
  upcoming: "Agenda",
  allEvents: "Tout l’agenda",
  noEvents: "Aucun rendez-vous pour le moment.",
  news: "Actualités",
  allNews: "Toutes les actualités",
  featured: "À la une",
  albums: "En images",
  allAlbums: "Tous les albums",
  partners: "Partenaires",
  allPartners: "Tous les partenaires",
  nothingHere: "Rien à lire ici pour le moment.",
  by: "par",
  updated: (day) => `mis à jour le ${day}`,
  tags: "Mots-clés",
  categories: "Rubriques",
  term: { tag: "Mot-clé", category: "Rubrique", author: "Auteur", archive: "Archives" },
  onThisPage: "Sur cette page",
  inThisSection: "Dans cette rubrique",
  seeAlso: "Voir aussi",
  when: "Quand",
  further: "Ensuite",
  addToCalendar: "Ajouter à mon agenda",
  subscribe: "S’abonner à l’agenda",
  where: "Où",
  price: "Tarif",
  organiser: "Organisation",
  registration: "Inscription",
  register: "S’inscrire",
  cancelled: "Annulé",
  photos: (count) => (count > 1 ? `${count} photos` : `${count} photo`),
  enlarge: (photo) => `Agrandir la photo ${photo}`,
  email: "Courriel",
  phone: "Téléphone",
  website: "Site web",
  contact: "Contact",
  browse: "Rubriques du site",
  follow: "Nous suivre",
  rss: "Flux RSS",
  pagination: "Pages de la liste",
  page: (page, pages) => `Page ${page} sur ${pages}`,
  previous: "Précédente",
  next: "Suivante",
  notFoundTitle: "Vous voilà hors du sentier",
  notFoundText:
    "Cette page n’existe pas, ou n’existe plus\u00a0: l’adresse a peut-être changé, ou s’est abîmée en chemin.",
  notFoundLinks: "Pour retrouver votre route\u00a0:",
};

const en: Strings = {
  skip: "Skip to content",
  home: "Home",
  menu: "Menu",
  mainMenu: "Main menu",
  breadcrumb: "Breadcrumb",
  otherLanguages: "Other languages",
  nextEvent: "Next event",
  upcoming: "What’s on",
  allEvents: "All events",
  noEvents: "No events planned for now.",
  news: "News",
  allNews: "All news",
  featured: "Featured",
  albums: "In pictures",
  allAlbums: "All albums",
  partners: "Partners",
  allPartners: "All partners",
  nothingHere: "Nothing to read here yet.",
  by: "by",
  updated: (day) => `updated on ${day}`,
  tags: "Tags",
  categories: "Topics",
  term: { tag: "Tag", category: "Topic", author: "Author", archive: "Archive" },
  onThisPage: "On this page",
  inThisSection: "In this section",
  seeAlso: "See also",
  when: "When",
  further: "Then",
  addToCalendar: "Add to my calendar",
  subscribe: "Subscribe to this calendar",
  where: "Where",
  price: "Price",
  organiser: "Organiser",
  registration: "Registration",
  register: "Register",
  cancelled: "Cancelled",
  photos: (count) => (count === 1 ? "1 photo" : `${count} photos`),
  enlarge: (photo) => `Enlarge photo ${photo}`,
  email: "Email",
  phone: "Phone",
  website: "Website",
  contact: "Contact",
  browse: "Site sections",
  follow: "Follow us",
  rss: "RSS feed",
  pagination: "Pages of the list",
  page: (page, pages) => `Page ${page} of ${pages}`,
  previous: "Previous",
  next: "Next",
  notFoundTitle: "You have wandered off the path",
  notFoundText: "This page does not exist, or no longer does: its address may have changed, or got damaged on the way.",
  notFoundLinks: "To find your way again:",
};

const oc: Strings = {
  skip: "Anar al contengut",
  home: "Acuèlh",
  menu: "Menú",
  mainMenu: "Menú principal",
  breadcrumb: "Camin de navegacion",
  otherLanguages: "Autras lengas",
  nextEvent: "Rendètz-vos venent",
  upcoming: "Agenda",
  allEvents: "Tot l’agenda",
  noEvents: "Cap de rendètz-vos pel moment.",
  news: "Actualitats",
  allNews: "Totas las actualitats",
  featured: "A la una",
  albums: "En imatges",
  allAlbums: "Totes los albums",
  partners: "Partenaris",
  allPartners: "Totes los partenaris",
  nothingHere: "I a pas res de legir aicí pel moment.",
  by: "per",
  updated: (day) => `actualizat lo ${day}`,
  tags: "Mots claus",
  categories: "Rubricas",
  term: { tag: "Mot clau", category: "Rubrica", author: "Autor", archive: "Archius" },
  onThisPage: "Sus aquesta pagina",
  inThisSection: "Dins aquesta rubrica",
  seeAlso: "Veire tanben",
  when: "Quora",
  further: "Puèi",
  addToCalendar: "Apondre a mon agenda",
  subscribe: "S’abonar a l’agenda",
  where: "Ont",
  price: "Tarifa",
  organiser: "Organizacion",
  registration: "Inscripcion",
  register: "S’inscriure",
  cancelled: "Anullat",
  photos: (count) => (count > 1 ? `${count} fòtos` : `${count} fòto`),
  enlarge: (photo) => `Agrandir la fòto ${photo}`,
  email: "Corrièl",
  phone: "Telefòn",
  website: "Site web",
  contact: "Contacte",
  browse: "Rubricas del site",
  follow: "Nos seguir",
  rss: "Flux RSS",
  pagination: "Paginas de la lista",
  page: (page, pages) => `Pagina ${page} sus ${pages}`,
  previous: "Precedenta",
  next: "Seguenta",
  notFoundTitle: "Sètz fòra dralha",
  notFoundText: "Aquesta pagina existís pas, o existís pas mai\u00a0: benlèu que l’adreça a cambiat.",
  notFoundLinks: "Per tornar trobar lo camin\u00a0:",
};

const TABLES: Record<string, Strings> = { fr, en, oc };

/** The words of a language, `en` for `en-GB`; French for those that have no table. */
export function strings(lang: string): Strings {
  return TABLES[lang.split("-")[0] ?? lang] ?? fr;
}
