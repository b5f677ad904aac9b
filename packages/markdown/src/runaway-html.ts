/** Raw HTML that is small to write and enormous to parse, found before it is parsed. */

/** Elements that a browser opens again in each block that follows, until they are closed. */
const REOPENED = new Set("a b big code em font i nobr s small strike strong tt u".split(" "));
const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** A comment, the start or end of a tag up to its `>`, or what never ends. */
const TOKEN =
  /<!--[\s\S]*?(?:--!?>|$)|<(?:[!?]|\/(?![a-z]))[^>]*(?:>|$)|<(\/?)([a-z][^\s/>]*)(?=[\s/>]|$)(?:"[^"]*"|'[^']*'|[^'">])*(?:>|$)|<\/?[a-z][\s\S]*$/gi;
/** Elements that a text may grow by: a tree of this size takes about a second. */
const MAX_REOPENED = 500_000;

/**
 * Whether the HTML of a text may grow beyond measure: `<b a=1><b a=2>…` left open comes back in each paragraph, so that
 * 17 KB make a million elements. An upper bound: HTML that closes what it opens counts for nothing.
 * @param pieces the text's raw HTML, in order
 */
export function runsAway(pieces: readonly string[]): boolean {
  const open: string[] = [];
  let tags = 0;
  let reopened = 0;
  let most = 0;
  for (const piece of pieces) {
    for (const [, slash, written = ""] of piece.matchAll(TOKEN)) {
      const name = written.toLowerCase();
      tags++;
      if (name === "" || VOID.has(name)) continue;
      if (slash === "") {
        open.push(name);
        if (REOPENED.has(name)) reopened++;
      } else if (open.at(-1) === name) {
        open.pop();
        if (REOPENED.has(name)) reopened--;
      }
      most = Math.max(most, reopened);
    }
  }
  return most * tags > MAX_REOPENED;
}
