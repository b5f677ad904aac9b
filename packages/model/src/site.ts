/** `site.yaml`: everything about a site that is not an entry. */
import * as z from "zod";
import { COLLECTION_NAMES } from "./collections.ts";
import { isTimeZone } from "./date.ts";
import { date, email, isWebAddress, language, line, media, phone, siteAddress, text, webAddress } from "./fields.ts";

/** Where a menu item leads: a path of the site, an entry's file, or another site. */
const menuTarget = () =>
  z
    .string()
    .max(2000)
    .refine((to) => (to.startsWith("/") && !to.startsWith("//")) || isWebAddress(to))
    .meta({ expected: "un chemin du site comme /asso/, ou une adresse complète", example: "/asso/" });

const menuLeaf = z.strictObject({
  label: line(60).meta({ label: "Intitulé" }),
  to: menuTarget().meta({ label: "Page" }),
});
const menuItem = menuLeaf.extend({ children: z.array(menuLeaf).max(20).default([]).meta({ label: "Sous-menu" }) });

/** The data of the legal notice (LCEN, article 6) and of the privacy notice (GDPR, article 13). */
const legal = z.strictObject({
  organisation: line().optional().meta({ label: "Nom légal", expected: "le nom légal de l’association" }),
  form: line().default("association loi 1901").meta({ label: "Forme juridique" }),
  address: text(500).optional().meta({ label: "Siège", expected: "l’adresse du siège" }),
  registration: line().optional().meta({ label: "Numéro RNA ou SIRET", example: "W310000000" }),
  email: email().optional().meta({ label: "Adresse électronique de contact" }),
  phone: phone().optional().meta({ label: "Téléphone" }),
  director: line().optional().meta({ label: "Directeur ou directrice de la publication" }),
  /** Without it the accessibility statement says that nobody knows. */
  audit: z
    .strictObject({
      date: date().meta({ label: "Date de l’audit" }),
      by: line(200).meta({ label: "Mené par" }),
      rate: z.number().min(0).max(100).meta({ label: "Critères respectés, en %", expected: "un nombre de 0 à 100" }),
    })
    .optional()
    .meta({
      label: "Audit d’accessibilité (RGAA)",
      expected: "la date, l’auditeur et le pourcentage de critères respectés",
    }),
  host: z
    .strictObject({ name: line(), address: text(500), phone: phone().optional(), url: webAddress().optional() })
    .optional()
    .meta({ label: "Hébergeur", expected: "le nom, l’adresse et le téléphone de l’hébergeur" }),
});

const theme = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .meta({ label: "Thème", expected: "le nom d’un dossier de themes/" }),
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .default("#1f6f54")
    .meta({ label: "Couleur", expected: "une couleur comme #1f6f54", example: "#1f6f54", control: "colour" }),
  logo: media("image").optional().meta({ label: "Logo" }),
  font: z
    .enum(["serif", "sans"])
    .optional()
    .meta({ label: "Caractères", expected: "serif (caractères de livre) ou sans (sans empattements)" }),
  density: z
    .enum(["airy", "compact"])
    .optional()
    .meta({ label: "Mise en page", expected: "airy (aérée) ou compact (serrée)" }),
  home: z
    .enum(["events", "posts", "albums", "text"])
    .optional()
    .meta({ label: "Accueil", expected: "events, posts, albums ou text : ce que l’accueil montre d’abord" }),
});

const collectionSetting = z.strictObject({
  title: line(80).optional().meta({ label: "Titre de la rubrique" }),
  path: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .optional()
    .meta({ label: "Chemin", expected: "des minuscules, chiffres et tirets, comme actualites", example: "actualites" }),
  perPage: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .meta({ label: "Nombre par page", expected: "un nombre entier de 1 à 100" }),
});

export const siteSchema = z.strictObject({
  name: line(120).meta({ label: "Nom du site", example: "Les Roues libres" }),
  tagline: line(200).optional().meta({ label: "Sous-titre" }),
  description: text(400).optional().meta({ label: "Description pour les moteurs de recherche" }),
  url: siteAddress().meta({ label: "Adresse publique", example: "https://roues-libres.example" }),
  languages: z.array(language()).min(1).max(10).default(["fr"]).meta({ label: "Langues, la principale d’abord" }),
  timeZone: z
    .string()
    .refine(isTimeZone)
    .default("Europe/Paris")
    .meta({ label: "Fuseau horaire", expected: "un fuseau comme Europe/Paris" }),
  theme: theme.meta({ label: "Thème" }),
  menu: z.array(menuItem).max(30).default([]).meta({ label: "Menu" }),
  collections: z.partialRecord(z.enum(COLLECTION_NAMES), collectionSetting).default({}).meta({ label: "Rubriques" }),
  contact: z
    .strictObject({ email: email().optional(), phone: phone().optional(), address: text(500).optional() })
    .default({})
    .meta({ label: "Contact affiché" }),
  social: z
    .array(z.strictObject({ label: line(60), url: webAddress() }))
    .max(20)
    .default([])
    .meta({ label: "Réseaux" }),
  legal: legal.prefault({}).meta({ label: "Mentions légales" }),
  /** Whether the site may be indexed by search engines. */
  indexed: z.boolean().default(true).meta({ label: "Visible dans les moteurs de recherche" }),
});

/** A site's settings, parsed and defaulted. */
export type Site = z.output<typeof siteSchema>;
