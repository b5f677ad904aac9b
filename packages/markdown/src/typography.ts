/**
 * French typography, applied when a page is rendered and never to an editor's file: no-break spaces before and inside
 * punctuation, curly apostrophes, ordinals and numbers.
 * Source: « Lexique des règles typographiques en usage à l’Imprimerie nationale ».
 */

const NARROW = "\u202f";
const NO_BREAK = "\u00a0";

interface Rule {
  /** What a text must hold for the rule to be tried: most texts hold little of it. */
  needs: RegExp;
  pattern: RegExp;
  replacement: string | ((match: string) => string);
}

/**
 * In order: a later rule sees what an earlier one wrote, and each leaves its own result as it is. Patterns that look
 * behind say first what they stand before, `(?=:)`, which spares them a look at every letter.
 */
const RULES: readonly Rule[] = [
  // l'été, d'« ici », aujourd'hui; at the end of a text for l'*été*, whose halves are two texts.
  { needs: /'/, pattern: /(?<=\p{L})'(?=[\p{L}\p{N}«“"])/gu, replacement: "’" },
  { needs: /'$/, pattern: /(?<=(?<!\p{L})(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu))'$/iu, replacement: "’" },
  // Bon ! and Bon! but neither ;-) nor a?b=c nor &nbsp;x
  { needs: /[;!?]/, pattern: /(?<![ \u00a0\u202f])[ \u00a0\u202f]+(?!;-?[()DPp])(?=[;!?])/g, replacement: NARROW },
  {
    needs: /[;!?]/,
    pattern: /(?=[;!?])(?<=[\p{L}\p{N}»)\]’”%€…])(?!;-?[()DPp])(?=[;!?]+(?:$|[\s»)\]”"]))/gu,
    replacement: NARROW,
  },
  // Lieu : and Lieu: but neither 18:30 nor :-) nor :smile:
  { needs: /:/, pattern: /(?<![ \u00a0\u202f])[ \u00a0\u202f]+(?=:(?:$|\s))/g, replacement: NO_BREAK },
  {
    needs: /:/,
    pattern: /(?=:)(?<=[\p{L}\p{N}»)\]’”%€…])(?<!(?:^|\s):[\w+-]{1,40})(?=:(?:$|\s))/gu,
    replacement: NO_BREAK,
  },
  { needs: /«/, pattern: /«[ \u00a0\u202f]*/g, replacement: `«${NO_BREAK}` },
  { needs: /»/, pattern: /(?<![ \u00a0\u202f])[ \u00a0\u202f]*»/g, replacement: `${NO_BREAK}»` },
  // 1 250 000, but neither 05 61 99 00 12 nor +33 561 990 012 nor « en 2024 150 personnes »
  { needs: /\d \d/, pattern: /(?=[+\d])(?<![\p{L}\d.,])\+?\d+(?: \d+)*/gu, replacement: joinThousands },
  // 50 €, 12 km, 18 h 30
  { needs: / €/, pattern: /(?<=\d) (?=€(?!\d))/g, replacement: NO_BREAK },
  {
    needs: /\d /,
    pattern: /(?<=\d) (?=(?:%|°C|kg|g|km|cm|mm|m²|m|h|min|l|kWh|W|Mo|Ko|Go)(?![\p{L}\p{N}]))/gu,
    replacement: NO_BREAK,
  },
  { needs: /h \d/, pattern: /(?<=\d[ \u00a0]h) (?=\d)/g, replacement: NO_BREAK },
  { needs: /1er/, pattern: /(?=1)(?<![\p{L}\p{N}])1er(?![\p{L}\p{N}])/gu, replacement: "1ᵉʳ" },
  { needs: /1re/, pattern: /(?=1)(?<![\p{L}\p{N}])1re(?![\p{L}\p{N}])/gu, replacement: "1ʳᵉ" },
  { needs: /°/, pattern: /(?<=(?<![\p{L}\p{N}])[Nn]°) ?(?=\d)/gu, replacement: NO_BREAK },
  {
    needs: /[MDS][.mrt]/,
    pattern: /(?<=(?<![\p{L}\p{N}])(?:M\.|Mme|MM\.|Dr|St|Ste)) (?=\p{Lu})/gu,
    replacement: NO_BREAK,
  },
];

const WORTH_A_LOOK = /[;:!?«»'°€\d]|[MDS][.mMrt]/;
const WORD = /\S+/g;
/** Addresses of pages and people, which are left as they are. */
const ADDRESS = /:\/\/|@|^www\.|^mailto:/;

/** Applies the rules to plain text. A text that they do not touch is returned as it is. */
export function typographyFr(text: string): string {
  if (!WORTH_A_LOOK.test(text)) return text;
  if (!/:\/\/|@|www\.|mailto:/.test(text)) return applyRules(text);
  let result = "";
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!ADDRESS.test(word)) continue;
    result += applyRules(text.slice(end, index)) + word;
    end = index + word.length;
  }
  return result + applyRules(text.slice(end));
}

function applyRules(text: string): string {
  let result = text;
  for (const { needs, pattern, replacement } of RULES) {
    // The two kinds of replacement are two signatures of `replace`.
    if (needs.test(result)) result = result.replace(pattern, replacement as string);
  }
  return result;
}

/**
 * Thousands of a number among numbers: of `2024 150 000` the last two. A run that begins with 0 or + is a telephone
 * number.
 */
function joinThousands(run: string): string {
  if (/^[0+]/.test(run)) return run;
  let joined = "";
  let mayContinue = false;
  for (const group of run.split(" ")) {
    const continues: boolean = mayContinue && group.length === 3;
    joined += joined === "" ? group : (continues ? NARROW : " ") + group;
    mayContinue = continues || (group.length <= 3 && !group.startsWith("0"));
  }
  return joined;
}
