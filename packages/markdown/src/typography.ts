/**
 * French typography, applied when a page is rendered and never to an editor's file: no-break spaces before and inside
 * punctuation, curly apostrophes, ordinals and numbers.
 * Source: « Lexique des règles typographiques en usage à l’Imprimerie nationale ».
 */

const NARROW = "\u202f";
const NO_BREAK = "\u00a0";

/** Addresses and times of day in a text are left alone. */
const LEFT_ALONE = /(?:https?:\/\/|www\.|mailto:)\S+|\S+@\S+\.\S+/g;
const WORTH_A_LOOK = /[;:!?«»'%€°]|\d |\b1er|n°|\bM\. |\bMme /;

/** Applies the rules to plain text. A text that they do not touch is returned as it is. */
export function typographyFr(text: string): string {
  if (!WORTH_A_LOOK.test(text)) return text;
  if (!text.includes("://") && !text.includes("@") && !text.includes("www.")) return applyRules(text);
  let result = "";
  let end = 0;
  for (const match of text.matchAll(LEFT_ALONE)) {
    result += applyRules(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return result + applyRules(text.slice(end));
}

function applyRules(text: string): string {
  return text
    .replace(/(?<=[\p{L}\p{N}])'(?=[\p{L}\p{N}«“"])/gu, "’")
    .replace(/[ \u00a0\u202f]+([;!?]+)/g, `${NARROW}$1`)
    .replace(/(?<=[\p{L}\p{N}»)\]’”%€])([;!?]+)(?=$|[\s»)\]”])/gu, `${NARROW}$1`)
    .replace(/[ \u00a0\u202f]+:(?=$|\s)/g, `${NO_BREAK}:`)
    .replace(/(?<=[\p{L}\p{N}»)\]’”%€]):(?=$|\s)/gu, `${NO_BREAK}:`)
    .replace(/«[ \u00a0\u202f]*/g, `«${NO_BREAK}`)
    .replace(/[ \u00a0\u202f]*»/g, `${NO_BREAK}»`)
    .replace(/(?<![\d.,])(\d{1,3}(?: \d{3})+)(?![\d])/g, (number) =>
      isPhone(number) ? number : number.replaceAll(" ", NARROW),
    )
    .replace(/(\d) (?=(?:€|%|°C|kg|g|km|cm|mm|m²|m|h|min|l|kWh|W|Mo|Ko|Go)(?![\p{L}\p{N}]))/gu, `$1${NO_BREAK}`)
    .replace(/(?<=\d[ \u00a0]h) (?=\d)/g, NO_BREAK)
    .replace(/\b1er(?![\p{L}\p{N}])/gu, "1ᵉʳ")
    .replace(/\b1re(?![\p{L}\p{N}])/gu, "1ʳᵉ")
    .replace(/(?<![\p{L}\p{N}])([Nn])° ?(?=\d)/gu, `$1°${NO_BREAK}`)
    .replace(/(?<![\p{L}\p{N}])(M\.|Mme|MM\.|Dr|St|Ste) (?=\p{Lu})/gu, `$1${NO_BREAK}`);
}

/** Digits in groups of three that begin with a zero are no amount. */
function isPhone(number: string): boolean {
  return number.startsWith("0");
}
