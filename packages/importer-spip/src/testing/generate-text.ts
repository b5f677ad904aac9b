/** Random texts in SPIP's shortcuts, well formed and not, from a seed: the same seed gives the same text. */

/** What texts are made of, besides words. Comments and other languages are whole: what they hold may go. */
const PIECES = [
  ..."{ } {{ }} {{{ }}} {{{{ }}}} {} {{}} [[ ]] [ ] -> |  < ^ \\ ` `` ~ _ -- ---- ____ - -* -** -# -## -#* || &amp; &eacute; & ; : !".split(
    " ",
  ),
  "\n",
  "\n\n",
  "\n_ ",
  "\n- ",
  "\n-* ",
  "\n-## ",
  "\n| ",
  " |\n",
  " | ",
  "|\n\n",
  "\n```\n",
  "<quote>",
  "</quote>",
  "<poesie>",
  "</poesie>",
  "<code>",
  "</code>",
  "<cadre>",
  "</cadre>",
  "<html>",
  "</html>",
  "<b>",
  "</b>",
  "<i>",
  "<div>",
  "</div>",
  "<ul><li>",
  "</li></ul>",
  "<table><tr><td>",
  "</td></tr></table>",
  "<img1|left>",
  "<doc9>",
  "<emb12|center|titre=T>",
  "<art1>",
  "<multi>[fr]un[en]one</multi>",
  "<:date_jour_1:>",
  "<!-- caché -->",
  "[->art1]",
  "[->99999]",
  "->https://a.example/]",
  "[?",
  "|bulle{en}",
  "<-]",
  "[[<*> ",
  "[[<Nom> ",
  "https://www.spip.net/x",
  "<math>$x$</math>",
  "<",
  ">",
  "\t",
  "é",
  "😀",
];

/** A random number from 0 to 1, of a small well-mixed generator (mulberry32). */
export function openRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface GeneratedText {
  text: string;
  /** Words that the text holds outside of everything that may take them away. */
  words: string[];
}

export function generateText(seed: number, pieces = 40): GeneratedText {
  const random = openRandom(seed);
  const words: string[] = [];
  const parts: string[] = [];
  for (let index = 0; index < pieces; index++) {
    if (random() < 0.4) {
      const word = `mot${seed}x${index}z`;
      words.push(word);
      parts.push(` ${word} `);
    } else parts.push(PIECES[Math.floor(random() * PIECES.length)] ?? "");
  }
  return { text: parts.join(""), words };
}
