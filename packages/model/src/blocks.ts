/**
 * The blocks an editor can put in a text, declared once. In Markdown a block is a directive: `::name{field="value"}`
 * on a line of its own, or `:::name{…}` … `:::` around Markdown.
 */
import * as z from "zod";
import { isWebAddress, line, linkTarget, media, webAddress } from "./fields.ts";

interface Block {
  /** `leaf`: `::name{…}`. `container`: `:::name{…}` around Markdown. */
  form: "leaf" | "container";
  /** French name for the editor. */
  label: string;
  /** Its fields, written as attributes: all are text in Markdown. */
  fields: z.ZodObject;
}

const align = () =>
  z
    .enum(["left", "right", "center", "wide"])
    .optional()
    .meta({ label: "Place", expected: "left, right, center ou wide" });
const coordinate = (max: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d+)?$/)
    .refine((written) => Math.abs(Number(written)) <= max)
    .transform(Number);

export const BLOCKS = {
  figure: {
    form: "container",
    label: "Image légendée",
    fields: z.strictObject({
      src: media("image").meta({ label: "Image" }),
      alt: line(500).optional().meta({ label: "Texte de remplacement" }),
      align: align(),
      credit: line(200).optional().meta({ label: "Crédit" }),
      link: linkTarget().optional().meta({ label: "Lien" }),
    }),
  },
  gallery: {
    form: "container",
    label: "Galerie d’images",
    fields: z.strictObject({ columns: z.enum(["2", "3", "4"]).default("3").meta({ label: "Colonnes" }) }),
  },
  video: {
    form: "leaf",
    label: "Vidéo",
    fields: z.strictObject({
      url: z
        .string()
        .refine((to) => isWebAddress(to) || /^\/?media\//.test(to))
        .meta({
          label: "Adresse de la vidéo",
          expected: "l’adresse d’une vidéo PeerTube, YouTube ou Vimeo, ou un fichier du dossier media",
        }),
      title: line(300).meta({ label: "Titre", expected: "le titre de la vidéo" }),
      poster: media("image").optional().meta({ label: "Image d’attente" }),
    }),
  },
  embed: {
    form: "leaf",
    label: "Contenu d’un autre site",
    fields: z.strictObject({
      url: webAddress().meta({ label: "Adresse" }),
      title: line(300).meta({ label: "Titre", expected: "un titre pour ce contenu" }),
      poster: media("image").optional().meta({ label: "Image d’attente" }),
    }),
  },
  audio: {
    form: "leaf",
    label: "Son",
    fields: z.strictObject({
      src: media("file").meta({ label: "Fichier" }),
      title: line(300).meta({ label: "Titre", expected: "le titre de l’enregistrement" }),
    }),
  },
  document: {
    form: "leaf",
    label: "Document à télécharger",
    fields: z.strictObject({
      src: media("file").meta({ label: "Fichier" }),
      title: line(300).optional().meta({ label: "Titre" }),
    }),
  },
  map: {
    form: "leaf",
    label: "Plan d’accès",
    fields: z.strictObject({
      lat: coordinate(90).meta({ label: "Latitude", expected: "une latitude comme 43.6045" }),
      lon: coordinate(180).meta({ label: "Longitude", expected: "une longitude comme 1.444" }),
      label: line(200).meta({ label: "Lieu", expected: "le nom du lieu" }),
      address: line(300).optional().meta({ label: "Adresse" }),
      image: media("image").optional().meta({ label: "Image du plan" }),
    }),
  },
  button: {
    form: "leaf",
    label: "Bouton",
    fields: z.strictObject({
      to: linkTarget().meta({ label: "Lien" }),
      label: line(120).meta({ label: "Texte du bouton" }),
    }),
  },
  contact: {
    form: "leaf",
    label: "Formulaire de contact",
    fields: z.strictObject({
      title: line(120).default("Écrivez-nous").meta({ label: "Titre du formulaire" }),
    }),
  },
  details: {
    form: "container",
    label: "Texte à déplier",
    fields: z.strictObject({ title: line(300).meta({ label: "Titre", expected: "le titre à cliquer" }) }),
  },
} as const satisfies Record<string, Block>;

export type BlockName = keyof typeof BLOCKS;

/** The validated fields of a block. */
export type BlockFields<Name extends BlockName> = z.output<(typeof BLOCKS)[Name]["fields"]>;

export const BLOCK_NAMES = Object.keys(BLOCKS) as BlockName[];
