/**
 * What can be wrong with a site's content, in one table: each code has its severity, a sentence for developers
 * and a French sentence for editors. A problem carries the facts (file, line, field, found, expected); the
 * sentences are built from them.
 */

/** `error`: the entry is left out (or stays at its last published version). `warning`: built and reported. */
export type Severity = "error" | "warning";

/** The facts a problem is about. `line` is 1-based; `file` is a path inside the site's folder, or an output path. */
export interface ProblemFacts {
  file: string;
  line?: number;
  field?: string;
  /** What was found, as the author wrote it, shortened to 120 characters. */
  found?: string;
  /** What to write instead. */
  expected?: string;
}

export interface Problem extends ProblemFacts {
  code: ProblemCode;
  severity: Severity;
  /** One English sentence for developers. */
  message: string;
  /** One French sentence for editors: what happened and what to do. */
  editor: string;
}

interface ProblemKind {
  severity: Severity;
  message: (facts: ProblemFacts) => string;
  editor: (facts: ProblemFacts) => string;
}

const field = (facts: ProblemFacts) => (facts.field ? ` « ${facts.field} »` : "");
const found = (facts: ProblemFacts) => (facts.found ? ` « ${facts.found} »` : "");

/** Every code, once. The order is that of a build: reading, parsing, rendering, checking. */
export const PROBLEMS = {
  "hostile-path": {
    severity: "error",
    message: (p) => `this name is not allowed: ${p.found ?? p.file}`,
    editor: (p) =>
      `Le nom de fichier${found(p)} n’est pas permis : ${p.expected ?? "renommez-le avec des lettres, chiffres et tirets"}.`,
  },
  "not-a-file": {
    severity: "error",
    message: (p) => `only regular files are published, this is ${p.found ?? "something else"}`,
    editor: () => "Ce n’est pas un fichier ordinaire (lien ou sous-module) : remplacez-le par le fichier lui-même.",
  },
  "file-too-large": {
    severity: "error",
    message: (p) => `the file is too large: ${p.found}`,
    editor: (p) => `Ce fichier est trop gros (${p.found}) : ${p.expected}.`,
  },
  "not-utf8": {
    severity: "error",
    message: () => "the file is not UTF-8 text",
    editor: () => "Ce texte n’est pas encodé en UTF-8 : enregistrez-le de nouveau en choisissant l’encodage UTF-8.",
  },
  "yaml-syntax": {
    severity: "error",
    message: (p) => `the YAML cannot be read: ${p.found}`,
    editor: (p) => `La fiche de ce contenu est mal écrite près de la ligne ${p.line ?? 1} : ${p.expected}.`,
  },
  "wrong-type": {
    severity: "error",
    message: (p) => `field ${p.field} holds ${p.found ?? "nothing"}; write ${p.expected}`,
    editor: (p) => `Le champ${field(p)} contient${found(p) || " une valeur vide"} : il faut ${p.expected}.`,
  },
  "unknown-field": {
    severity: "error",
    message: (p) => `field ${p.field} is not known here; ${p.expected}`,
    editor: (p) => `Le champ${field(p)} n’existe pas ici : ${p.expected}.`,
  },
  "missing-field": {
    severity: "error",
    message: (p) => `field ${p.field} is missing; write ${p.expected}`,
    editor: (p) => `Il manque le champ${field(p)} : il faut ${p.expected}.`,
  },
  "duplicate-slug": {
    severity: "error",
    message: (p) => `the address ${p.found} is already that of ${p.expected}`,
    editor: (p) => `L’adresse${found(p)} est déjà prise par ${p.expected} : renommez l’un des deux.`,
  },
  "duplicate-name": {
    severity: "error",
    message: (p) => `this name differs from ${p.expected} only by case or accents' encoding`,
    editor: (p) => `Ce nom ne diffère de ${p.expected} que par les majuscules ou l’encodage : renommez-le.`,
  },
  "too-deep": {
    severity: "error",
    message: (p) => `the text nests ${p.found} levels; ${p.expected} at most`,
    editor: (p) => `Ce texte emboîte ${p.found} niveaux de listes ou de citations : ${p.expected} au plus.`,
  },
  "unreadable-image": {
    severity: "warning",
    message: (p) => `the image cannot be used: ${p.found}`,
    editor: (p) => `L’image ${p.file} ne peut pas être lue (${p.found}) : ${p.expected}.`,
  },
  "bad-redirect": {
    severity: "warning",
    message: (p) => `this redirect is ignored: ${p.found}; ${p.expected}`,
    editor: (p) => `La redirection${found(p)} est ignorée : ${p.expected}.`,
  },
  "unknown-block": {
    severity: "warning",
    message: (p) => `there is no block named ${p.found}; its text is shown as it stands`,
    editor: (p) => `Le bloc${found(p)} n’existe pas : son texte est affiché tel quel. Blocs possibles : ${p.expected}.`,
  },
  "bad-block": {
    severity: "warning",
    message: (p) => `block field ${p.field} holds ${p.found ?? "nothing"}; write ${p.expected}`,
    editor: (p) =>
      `Dans un bloc, le champ${field(p)} contient${found(p) || " une valeur vide"} : il faut ${p.expected}.`,
  },
  "unsafe-html": {
    severity: "warning",
    message: (p) => `this HTML was removed for safety: ${p.found}`,
    editor: (p) => `Ce code HTML a été retiré par sécurité :${found(p)}.`,
  },
  "dead-link": {
    severity: "warning",
    message: (p) => `nothing answers at ${p.found}`,
    editor: (p) => `Le lien${found(p)} ne mène à rien : corrigez-le ou retirez-le.`,
  },
  "missing-image": {
    severity: "warning",
    message: (p) => `there is no image ${p.found}`,
    editor: (p) => `L’image${found(p)} est introuvable : ajoutez-la à la médiathèque ou retirez-la du texte.`,
  },
  "missing-file": {
    severity: "warning",
    message: (p) => `there is no file ${p.found}`,
    editor: (p) => `Le document${found(p)} est introuvable : ajoutez-le à la médiathèque ou retirez le lien.`,
  },
  "missing-alt": {
    severity: "warning",
    message: (p) => `the image ${p.found} has no alternative text`,
    editor: (p) => `L’image${found(p)} n’a pas de texte de remplacement : décrivez-la en quelques mots.`,
  },
  "unknown-term": {
    severity: "warning",
    message: (p) => `${p.field} names ${p.found}, which taxonomies.yaml does not have`,
    editor: (p) => `${p.field}${found(p)} n’est pas dans la liste du site : ajoutez-la ou corrigez l’orthographe.`,
  },
  "unknown-target": {
    severity: "warning",
    message: (p) => `field ${p.field} names ${p.found}, which does not exist`,
    editor: (p) => `Le champ${field(p)} désigne${found(p)}, qui n’existe pas : corrigez-le ou videz-le.`,
  },
  "no-recipient": {
    severity: "warning",
    message: () => "the contact form has nobody to write to: site.yaml has no contact.email",
    editor: () =>
      "Le formulaire de contact n’est pas affiché, car il n’écrirait à personne : indiquez une adresse électronique de contact dans les réglages du site.",
  },
  "unreadable-colour": {
    severity: "error",
    message: (p) => `the colour ${p.found} cannot be told from the theme's background; ${p.expected}`,
    editor: (p) => `La couleur${found(p)} se confond avec le fond du thème : ${p.expected}.`,
  },
  "heavy-page": {
    severity: "warning",
    message: (p) => `the page is over its budget: ${p.found}; ${p.expected}`,
    editor: (p) => `Cette page est lourde (${p.found}) : ${p.expected}.`,
  },
  "missing-legal": {
    severity: "warning",
    message: (p) => `the legal notice lacks ${p.field}`,
    editor: (p) => `Il manque aux mentions légales : ${p.expected}.`,
  },
} satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/**
 * Builds a problem from its facts.
 * @param code one of {@link PROBLEMS}
 * @param facts where it is, what was found and what to write
 */
export function problem(code: ProblemCode, facts: ProblemFacts): Problem {
  const kind: ProblemKind = PROBLEMS[code];
  const shown = { ...facts, file: visible(facts.file) };
  if (facts.field !== undefined) shown.field = shorten(facts.field);
  if (facts.found !== undefined) shown.found = shorten(facts.found);
  if (facts.expected !== undefined) shown.expected = visible(facts.expected);
  return { code, severity: kind.severity, ...shown, message: kind.message(shown), editor: kind.editor(shown) };
}

/** An error that stops the whole build, such as one in `site.yaml`; it carries the problems that explain it. */
export class ContentError extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "ContentError";
    this.problems = problems;
  }
}

/** `file:line field: message`, for a terminal. */
export function formatProblem(p: Problem): string {
  const place = p.line === undefined ? p.file : `${p.file}:${p.line}`;
  return `${p.severity} ${place} ${p.message} [${p.code}]`;
}

function shorten(text: string): string {
  const whole = visible(text);
  return whole.length > 120 ? `${whole.slice(0, 119).toWellFormed()}…` : whole;
}

/** Text without the control and bidirectional characters of strangers, which must not reach a terminal. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, " ")
    .trim();
}
