/** French texts as associations write them: headings, lists, links, a table, a note, and typography to mend. */
import type { Random } from "./random.ts";

/** Names of tags; every article has one to four. */
export const TAGS = [
  "vélo",
  "atelier",
  "fête",
  "bénévoles",
  "jardin",
  "musique",
  "école",
  "climat",
  "entraide",
  "marché",
  "théâtre",
  "forêt",
  "cuisine",
  "logement",
];

const WHO = [
  "Le bureau",
  "L'équipe de l'accueil",
  "Une trentaine de bénévoles",
  "La commission des fêtes",
  "Notre trésorière",
  "Le collectif des parents",
  "La mairie",
  "Chaque adhérente et chaque adhérent",
  "L'assemblée générale",
  "Un groupe d'habitants du quartier",
  "La coopérative voisine",
  "Le conseil d'administration",
  "L'atelier du mardi",
  "La chorale",
];
const DID = [
  "a préparé",
  "propose à nouveau",
  "a terminé hier soir",
  "cherche encore",
  "veut ouvrir à tous",
  "a remis en état",
  "discute depuis l'été",
  "raconte en images",
  "a financé",
  "prendra en charge",
  "imagine déjà",
  "a voté",
];
const WHAT = [
  "la remise en état des vingt vélos donnés par le lycée",
  "le programme de la saison prochaine",
  "un repas partagé où chacun apporte ce qu'il aime cuisiner",
  "les travaux de la grande salle",
  "une bourse aux plantes et aux graines",
  "le prêt d'outils entre voisins",
  "l'accueil des familles nouvellement arrivées",
  "une série de conférences sur l'eau, l'énergie et les sols",
  "la rénovation du four à pain",
  "le tournoi annuel, malgré la pluie annoncée",
  "des cours de français deux fois par semaine",
  "la réparation du toit de la serre",
];
const WHERE = [
  "dans la salle des Tilleuls",
  "au bord de la rivière",
  "sur la place du marché",
  "chez nos voisins du centre social",
  "à la maison des associations",
  "dans l'ancienne gare",
  "au jardin partagé",
  "sous la halle",
];
const WHEN = [
  "dès samedi",
  "au mois de mars",
  "avant la fin de l'année",
  "chaque premier mardi",
  "à partir de 18 h 30",
  "le 1er octobre",
  "pendant les vacances d'hiver",
  "depuis plus de dix ans",
];
const ASIDES = [
  "Qui veut donner un coup de main ? Il reste des places !",
  "« On ne savait pas que ce serait aussi simple », dit une habitante : « il suffisait de demander. »",
  "Le budget atteint 12 500 € cette année ; il était de 9 800 € l'an dernier.",
  "Près de 85 % des personnes présentes ont dit oui : c'est beaucoup plus que prévu.",
  "M. Dupuis et Mme Roche restent vos interlocuteurs : écrivez-leur, ils répondent vite !",
  "Attention : l'entrée se fait par l'arrière, rue des Lavandières, n° 14.",
  "N'oubliez pas votre gourde, un vêtement chaud et, si possible, un sourire.",
  "Comment venir ? À pied, à vélo, ou par le bus 12, arrêt « Vieux-Pont ».",
];
const HEADINGS = [
  "Ce qui change cette année",
  "Comment participer ?",
  "Le programme, jour par jour",
  "Pourquoi nous le faisons",
  "Un peu d'histoire",
  "Les comptes, en bref",
  "Ce qu'il faut apporter",
  "Et après ?",
  "Nos partenaires",
  "Questions fréquentes",
  "Merci à toutes et à tous",
  "Pour aller plus loin",
];
const KINDS = ["Fête", "Réunion", "Chantier", "Atelier", "Sortie", "Rencontre", "Veillée", "Bourse", "Balade", "Appel"];
const ABOUT = [
  "de l'automne",
  "au jardin",
  "du quartier",
  "des bénévoles",
  "à la rivière",
  "pour l'école",
  "de fin d'année",
  "autour du pain",
  "en forêt",
  "des deux ponts",
];
const SITES = ["https://www.service-public.example/associations/", "https://fr.encyclopedie.example/wiki/Commun"];

export function makeTitle(random: Random): string {
  return `${random.pick(KINDS)} ${random.pick(ABOUT)} : ${random.pick(WHAT).replace(/,.*/, "")}`;
}

export function makeSentence(random: Random): string {
  if (random.integer(1, 5) === 1) return random.pick(ASIDES);
  const place = random.integer(0, 1) ? ` ${random.pick(WHERE)}` : "";
  const time = random.integer(0, 1) ? `, ${random.pick(WHEN)}` : "";
  return `${random.pick(WHO)} ${random.pick(DID)} ${random.pick(WHAT)}${place}${time}.`;
}

/**
 * One text in Markdown of 4 to 8 KB.
 * @param paths pages of the same site to link to
 */
export function makeText(random: Random, paths: readonly string[]): string {
  const size = random.integer(4000, 7600);
  const headings = random.some(HEADINGS, HEADINGS.length);
  const heading = () => headings.pop() ?? random.pick(HEADINGS);
  const link = () => `Voir aussi [${random.pick(ABOUT)}](${random.pick(paths)}).`;
  const parts = [
    `${makeParagraph(random)} ${link()} **${makeSentence(random)}**`,
    `## ${heading()}`,
    makeParagraph(random),
    list(random, () => "- "),
    `## ${heading()}`,
    `${makeParagraph(random)}[^1] Tout est expliqué [sur cette page](${random.pick(SITES)}).`,
    table(random),
    `### ${heading()}`,
    `${makeParagraph(random)} *${makeSentence(random)}* ${link()}`,
    list(random, (index) => `${index + 1}. `),
    `> ${makeSentence(random)} ${makeSentence(random)}`,
  ];
  const note = `[^1]: ${makeSentence(random)}`;
  while (Buffer.byteLength(parts.join("\n\n")) + note.length < size) {
    if (random.integer(1, 3) === 1) parts.push(`## ${heading()}`);
    parts.push(makeParagraph(random));
  }
  return [...parts, note].join("\n\n");
}

function makeParagraph(random: Random): string {
  return Array.from({ length: random.integer(2, 4) }, () => makeSentence(random)).join(" ");
}

function list(random: Random, mark: (index: number) => string): string {
  const items = Array.from({ length: random.integer(3, 6) }, (_, index) => mark(index) + makeSentence(random));
  return items.join("\n");
}

function table(random: Random): string {
  const rows = Array.from(
    { length: random.integer(3, 6) },
    () => `| ${random.pick(KINDS)} | ${random.pick(WHERE)} | ${random.integer(2, 90)} € |`,
  );
  return ["| Quoi | Où | Prix |", "| --- | --- | ---: |", ...rows].join("\n");
}
