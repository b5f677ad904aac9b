/** The kinds of field that sites and collections are made of, each with what to write in it. */
import * as z from "zod";
import { parseDate } from "./date.ts";

/** A single line of text. */
export const line = (max = 300) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\r\n]*$/)
    .meta({ expected: `un texte d’une ligne, ${max} caractères au plus` });

/** Text that may hold line breaks. */
export const text = (max = 5000) =>
  z
    .string()
    .trim()
    .max(max)
    .meta({ expected: `un texte de ${max} caractères au plus`, control: "longtext" });

/** A date, or a date and a time of day in the site's time zone, as written: `2026-03-14` or `2026-03-14 18:30`. */
export const date = () =>
  z
    .string()
    .refine((written) => parseDate(written, "UTC") !== undefined)
    .meta({ expected: "une date comme 2026-03-14 ou 2026-03-14 18:30", example: "2026-03-14", control: "date" });

/** A day alone: `2026-03-14`. */
export const day = () =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .refine((written) => parseDate(written, "UTC") !== undefined)
    .meta({ expected: "un jour comme 2026-03-14", example: "2026-03-14" });

/** A path of a file in `media/`, with or without the leading `media/`. */
export const media = (control: "image" | "file") =>
  z
    .string()
    .trim()
    .min(1)
    .max(400)
    .meta({ expected: "un fichier du dossier media, comme media/affiche.jpg", example: "media/affiche.jpg", control });

/** An absolute web address. Only `https` and `http`. */
export const webAddress = () =>
  z
    .string()
    .trim()
    .max(2000)
    .refine(isWebAddress)
    .meta({ expected: "une adresse complète, comme https://exemple.fr/page", example: "https://exemple.fr/page" });

/** The address of a whole site: no query, fragment or password. */
export const siteAddress = () =>
  z
    .string()
    .trim()
    .max(500)
    .refine((address) => isWebAddress(address) && !/[?#@]/.test(address))
    .meta({ expected: "l’adresse du site, comme https://exemple.fr", example: "https://exemple.fr" });

export function isWebAddress(address: string): boolean {
  return /^https?:\/\/[^\s<>"`\\]+$/i.test(address) && URL.canParse(address);
}

/** Where a link of a block leads: a page or file of the site, another site, a person. */
export const linkTarget = () =>
  z
    .string()
    .trim()
    .max(2000)
    .refine((to) => isWebAddress(to) || /^(?:mailto:|tel:|\/(?!\/)|media\/|[\w./-]+\.md(?:#|$))/.test(to))
    .meta({ expected: "un chemin du site ou une adresse complète", example: "/contact/" });

/** An e-mail address. */
export const email = () =>
  z
    .email()
    .max(254)
    .meta({ expected: "une adresse électronique, comme contact@exemple.fr", example: "contact@exemple.fr" });

/** A telephone number, written freely. */
export const phone = () =>
  z
    .string()
    .trim()
    .regex(/^\+?[\d .()-]{6,25}$/)
    .meta({ expected: "un numéro de téléphone, comme 05 61 00 00 00", example: "05 61 00 00 00" });

/** A BCP 47 language tag of one or two parts: `fr`, `oc`, `pt-BR`. */
export const language = () =>
  z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
    .meta({ expected: "un code de langue, comme fr, oc ou pt-BR", example: "fr" });

/** One or several names: a lone text counts as a list of one. */
export const names = () =>
  z
    .union([z.array(line(120)).max(100), line(120).transform((one) => [one])])
    .default([])
    .meta({ expected: "une liste de noms", control: "tags" });
