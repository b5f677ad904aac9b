/**
 * The collections of a site and the fields of their entries, declared once: parsing, forms, imports and the types of
 * themes all come from this table.
 */
import * as z from "zod";
import { date, day, email, isWebAddress, language, line, media, names, phone, text, webAddress } from "./fields.ts";

const source = z.strictObject({
  system: z.enum(["spip", "wordpress"]),
  type: line(60),
  id: z.union([z.int(), line(60)]),
  url: z.string().max(2000).startsWith("/").optional(),
});

/** Fields that every entry may have. */
const common = {
  title: line(300).meta({ label: "Titre", expected: "un titre d’une ligne" }),
  /** A line above the title, and one below it. */
  kicker: line(300).optional().meta({ label: "Surtitre" }),
  subtitle: line(300).optional().meta({ label: "Sous-titre" }),
  lang: language().optional().meta({ label: "Langue" }),
  translationOf: line(400).optional().meta({ label: "Traduction de", control: "relation" }),
  summary: text(1000).optional().meta({ label: "Résumé" }),
  image: media("image").optional().meta({ label: "Image" }),
  imageAlt: line(300).optional().meta({ label: "Description de l’image" }),
  tags: names().meta({ label: "Mots-clés" }),
  authors: names().meta({ label: "Auteurs" }),
  publishAt: date().optional().meta({ label: "Publier à partir du" }),
  unpublishAt: date().optional().meta({ label: "Retirer à partir du" }),
  updated: date().optional().meta({ label: "Mis à jour le" }),
  /** A page of another site that goes with the entry, shown below its text. */
  seeAlso: webAddress().optional().meta({ label: "Voir aussi (adresse)" }),
  seeAlsoLabel: line(300).optional().meta({ label: "Voir aussi (texte du lien)" }),
  source: source.optional(),
};

const pages = z.strictObject({
  ...common,
  order: z.number().optional().meta({ label: "Rang parmi ses voisines" }),
  menuTitle: line(60).optional().meta({ label: "Titre court" }),
});

const posts = z.strictObject({
  ...common,
  date: date().meta({ label: "Date" }),
  categories: names().meta({ label: "Rubriques" }),
  featured: z.boolean().default(false).meta({ label: "À la une" }),
});

/** How an event comes back; each time at the same time of day, for as many days. */
const repeat = z.strictObject({
  every: z
    .enum(["day", "week", "month", "year"])
    .meta({ label: "Revient chaque", expected: "day, week, month ou year" }),
  interval: z.int().min(1).max(99).default(1).meta({ label: "Une fois sur", expected: "un nombre entier de 1 à 99" }),
  /** Of a month or year: the same date, or the same weekday (the second Tuesday; the last one when it is the fifth). */
  on: z
    .enum(["date", "weekday"])
    .default("date")
    .meta({ label: "Chaque mois ou année", expected: "date (le 14) ou weekday (le deuxième mardi)" }),
  until: day().optional().meta({ label: "Jusqu’au" }),
  except: z.array(day()).max(200).default([]).meta({ label: "Sauf le", expected: "une liste de jours" }),
});

export type Repeat = z.output<typeof repeat>;

const events = z.strictObject({
  ...common,
  start: date().meta({ label: "Début" }),
  end: date().optional().meta({ label: "Fin" }),
  repeat: repeat.optional().meta({ label: "Répétition" }),
  place: line(200).optional().meta({ label: "Lieu" }),
  address: line(300).optional().meta({ label: "Adresse du lieu" }),
  price: line(120).optional().meta({ label: "Tarif" }),
  organiser: line(200).optional().meta({ label: "Organisateur" }),
  registration: z
    .string()
    .refine((to) => isWebAddress(to) || /^(mailto:|tel:|\/)/.test(to))
    .optional()
    .meta({ label: "Inscription", expected: "une adresse complète" }),
  cancelled: z.boolean().default(false).meta({ label: "Annulé" }),
  categories: names().meta({ label: "Rubriques" }),
});

const photo = z.strictObject({
  image: media("image").meta({ label: "Photo" }),
  alt: line(300).optional().meta({ label: "Description" }),
  caption: line(300).optional().meta({ label: "Légende" }),
});

const albums = z.strictObject({
  ...common,
  date: date().meta({ label: "Date" }),
  photos: z.array(photo).max(500).default([]).meta({ label: "Photos" }),
});

const documents = z.strictObject({
  ...common,
  date: date().meta({ label: "Date" }),
  file: media("file").meta({ label: "Fichier" }),
  categories: names().meta({ label: "Rubriques" }),
});

const people = z.strictObject({
  ...common,
  role: line(200).optional().meta({ label: "Fonction" }),
  group: line(120).optional().meta({ label: "Groupe" }),
  email: email().optional().meta({ label: "Adresse électronique" }),
  phone: phone().optional().meta({ label: "Téléphone" }),
  /** A portrait is published only with it. */
  consent: z.boolean().default(false).meta({ label: "Accord écrit pour publier le portrait" }),
  order: z.number().optional().meta({ label: "Rang" }),
});

const partners = z.strictObject({
  ...common,
  url: webAddress().optional().meta({ label: "Site du partenaire" }),
  order: z.number().optional().meta({ label: "Rang" }),
});

interface Collection {
  schema: z.ZodObject;
  /** French name, in the plural. */
  label: string;
  /** First segment of its addresses, unless `site.yaml` says otherwise. */
  path: string;
  /** Entries of a list page, unless `site.yaml` says otherwise. */
  perPage: number;
  /** `tree`: addresses follow folders. `dated`: file names start with a date, which the slug leaves out. */
  naming: "tree" | "dated" | "plain";
  /** Whether each entry has a page of its own, or only a place in the list. */
  entryPages: boolean;
}

export const COLLECTIONS = {
  pages: { schema: pages, label: "Pages", path: "", perPage: 100, naming: "tree", entryPages: true },
  posts: { schema: posts, label: "Actualités", path: "actualites", perPage: 10, naming: "dated", entryPages: true },
  events: { schema: events, label: "Agenda", path: "agenda", perPage: 20, naming: "dated", entryPages: true },
  albums: { schema: albums, label: "Albums", path: "albums", perPage: 12, naming: "dated", entryPages: true },
  documents: {
    schema: documents,
    label: "Documents",
    path: "documents",
    perPage: 50,
    naming: "dated",
    entryPages: false,
  },
  people: { schema: people, label: "Équipe", path: "equipe", perPage: 100, naming: "plain", entryPages: false },
  partners: {
    schema: partners,
    label: "Partenaires",
    path: "partenaires",
    perPage: 100,
    naming: "plain",
    entryPages: false,
  },
} as const satisfies Record<string, Collection>;

export type CollectionName = keyof typeof COLLECTIONS;

export const COLLECTION_NAMES = Object.keys(COLLECTIONS) as [CollectionName, ...CollectionName[]];

/** The typed front matter of an entry of a collection. */
export type Fields<Name extends CollectionName = CollectionName> = z.output<(typeof COLLECTIONS)[Name]["schema"]>;
