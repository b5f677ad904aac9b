/** An entry's YAML front matter and its Markdown body: splitting and joining them. */
import { formatYaml, type ParsedYaml, parseYaml, problem } from "@pivert/model";

export interface EntryParts {
  yaml: ParsedYaml;
  body: string;
  /** The 1-based line of the file on which the body starts. */
  bodyLine: number;
}

const OPENING = /^\uFEFF?---[ \t]*\r?\n/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m;

/**
 * A text that does not open with `---` is all body. An unclosed front matter is a problem of syntax.
 * @param text the whole file, decoded
 * @param file its path, for problems
 */
export function splitFrontMatter(text: string, file: string): EntryParts {
  const opening = OPENING.exec(text);
  if (!opening) return { yaml: parseYaml("", { file }), body: text.replace(/^\uFEFF/, ""), bodyLine: 1 };
  const rest = text.slice(opening[0].length);
  const closing = CLOSING.exec(rest);
  if (!closing) {
    const facts = {
      file,
      line: 1,
      found: "the front matter never ends",
      expected: "fermez la fiche par une ligne « --- »",
    };
    return {
      yaml: { value: undefined, problems: [problem("yaml-syntax", facts)], lineOf: () => 1 },
      body: "",
      bodyLine: 1,
    };
  }
  const source = rest.slice(0, closing.index);
  const bodyLine = 2 + countLines(rest.slice(0, closing.index + closing[0].length));
  return {
    yaml: parseYaml(source, { file, firstLine: 2 }),
    body: rest.slice(closing.index + closing[0].length),
    bodyLine,
  };
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Joins fields and a Markdown body into the text of an entry, which ends with one line break. */
export function formatEntry(fields: Readonly<Record<string, unknown>>, body: string): string {
  const text = body.trim() === "" ? "" : `\n${body.replace(/^\n+|\s+$/g, "")}\n`;
  return `---\n${formatYaml(fields)}---\n${text}`;
}
