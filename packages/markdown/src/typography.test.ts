import { describe, expect, test } from "vitest";
import { typographyFr } from "./typography.ts";

/** Shows the spaces that cannot be told apart: `_` is U+00A0, `|` is U+202F. */
const shown = (text: string) => typographyFr(text).replaceAll("\u00a0", "_").replaceAll("\u202f", "|");

const CHANGED: [string, string][] = [
  // High punctuation
  ["Venez nombreux !", "Venez nombreux|!"],
  ["Venez nombreux!", "Venez nombreux|!"],
  ["Quoi ? Oui ; non !", "Quoi|? Oui|; non|!"],
  ["Quoi? Oui; non!", "Quoi|? Oui|; non|!"],
  ["Quoi\u00a0? Oui\u202f!", "Quoi|? Oui|!"],
  ["Vraiment ?!", "Vraiment|?!"],
  ["Oh !!!", "Oh|!!!"],
  ["(ouvert à tous !)", "(ouvert à tous|!)"],
  ["Encore… ?", "Encore…|?"],
  [" !", "|!"],
  ["100 % !", "100_%|!"],
  ["a   !", "a|!"],
  // Colons
  ["Lieu : la place", "Lieu_: la place"],
  ["Lieu: la place", "Lieu_: la place"],
  ["Lieu\u202f: la place", "Lieu_: la place"],
  ["Au programme :", "Au programme_:"],
  ["Au programme:", "Au programme_:"],
  ["à 18:30 : accueil", "à 18:30_: accueil"],
  // Quotation marks
  ["« Bonjour »", "«_Bonjour_»"],
  ["«Bonjour»", "«_Bonjour_»"],
  ["«\u202fBonjour\u202f»", "«_Bonjour_»"],
  ["« Quoi ? »", "«_Quoi|?_»"],
  ["« Oui », dit-elle ; « non » !", "«_Oui_», dit-elle|; «_non_»|!"],
  ["« ", "«_"],
  // Apostrophes
  ["L'été d'une fête", "L’été d’une fête"],
  ["aujourd'hui, l'« autre »", "aujourd’hui, l’«_autre_»"],
  ["rock'n'roll", "rock’n’roll"],
  ["Lorsqu'", "Lorsqu’"],
  ["Voici l'", "Voici l’"],
  ["qu'1 personne", "qu’1 personne"],
  // Numbers
  ["10 000 pas", "10|000 pas"],
  ["1 250 000 €", "1|250|000_€"],
  ["en 2024 150 000 personnes", "en 2024 150|000 personnes"],
  ["31 000 Toulouse", "31|000 Toulouse"],
  ["50 €", "50_€"],
  ["50 % des 12 km", "50_% des 12_km"],
  ["20 °C et 3 m²", "20_°C et 3_m²"],
  ["à 18 h 30", "à 18_h_30"],
  ["de 9 h à 12 h", "de 9_h à 12_h"],
  // Ordinals, numbers of things, titles
  ["le 1er mai", "le 1ᵉʳ mai"],
  ["la 1re fois", "la 1ʳᵉ fois"],
  ["n° 5 et n°6, N° 7", "n°_5 et n°_6, N°_7"],
  ["M. Durand, Mme Martin, Dr Blanc", "M._Durand, Mme_Martin, Dr_Blanc"],
  // Addresses in a text that has other things to say
  ["Voir https://exemple.fr ! Oui ?", "Voir https://exemple.fr|! Oui|?"],
  ["Écrire à a@b.fr : vite !", "Écrire à a@b.fr_: vite|!"],
  ["www.exemple.fr ; ici", "www.exemple.fr|; ici"],
];

const UNCHANGED: string[] = [
  "",
  "Un texte sans rien à changer.",
  "18:30",
  "de 18:30 à 20:00",
  "un rapport de 3:4",
  "score 2:1.",
  "std::vector a::b",
  ":smile: et :+1: voilà",
  "fini :smile:",
  "merci :-) :) ;-) ;) :D :p :/ :'(",
  "a?b=c",
  "exemple.fr/page?x=1&y=2",
  "a;b;c",
  "!important",
  "https://exemple.fr/a?b=c;d!e:f,«g»",
  "http://exemple.fr/l'été",
  "www.exemple.fr/a!b",
  "mailto:a@b.fr?subject=l'été",
  "contact@l'asso.fr",
  "05 61 99 00 12",
  "06 12 34 56 78",
  "0 800 123 456",
  "+33 5 61 99 00 12",
  "+33 561 990 012",
  "en 2024 150 personnes",
  "les années 2023 2024 2025",
  "14/07/2026",
  "2026-07-14",
  "3,141 592",
  "FR76 3000 6000 0112 3456 7890 189",
  "11er",
  "1ers 1erx",
  "5'30\" et 6'2",
  "'cité'",
  "les '90",
  "12 lampes",
  "5 musiciens",
  "M. durand",
  "50€50",
  "10€/mois",
  "100%25",
  "¿Qué tal",
];

describe("changed", () => {
  test.each(CHANGED)("%s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

describe("unchanged", () => {
  test.each(UNCHANGED)("%s", (text) => {
    expect(typographyFr(text)).toBe(text);
  });
});

test("what is set is not set again", () => {
  for (const text of [...CHANGED.map(([written]) => written), ...UNCHANGED]) {
    const once = typographyFr(text);
    expect(typographyFr(once)).toBe(once);
  }
});

describe("long texts of one sign", () => {
  const signs = [
    "!",
    "?;",
    " ",
    "\u00a0",
    "« ",
    " »",
    ":",
    " :",
    "'",
    "l'",
    "1",
    "1 ",
    "000 ",
    "n°",
    "€",
    "a@",
    "a",
    "1er",
    ":a",
    "M. ",
  ];
  test.each(signs)("%j, as text, twice and four times", (sign) => {
    for (const times of [20_000, 40_000, 80_000]) {
      const text = sign.repeat(times);
      const once = typographyFr(text);
      expect(once.replace(/[\u00a0\u202f\s’'ᵉʳer]/g, "")).toBe(text.replace(/[\u00a0\u202f\s’'er]/g, ""));
      expect(typographyFr(`${text}@ x`).length).toBeGreaterThanOrEqual(1);
    }
  });
});
