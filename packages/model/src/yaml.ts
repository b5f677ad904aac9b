/**
 * YAML from strangers: bounded in size and depth, without aliases or tags, and never able to name `__proto__`.
 * The only door to the `yaml` package.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from "yaml";
import { type Problem, problem } from "./problem.ts";

const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 20;
/** A hopeless text has as many errors as characters: nobody reads more than the first ones. */
const MAX_PROBLEMS = 10;
const PLAIN_TAGS = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;
/** Control characters and halves of characters, which no page may hold; tabs and line breaks are text. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Cs}]/u;
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/** Parsed YAML: the plain value, and where in the file each of its fields was written. */
export interface ParsedYaml {
  value: unknown;
  problems: Problem[];
  /** The 1-based line of a field, such as `["menu", 0, "label"]`, or of its nearest written parent. */
  lineOf: (path: readonly PropertyKey[]) => number;
}

export interface ParseYamlOptions {
  /** The path named by problems. */
  file: string;
  /** The line of the file on which `text` starts; 1 when it is the whole file. */
  firstLine?: number;
  /** Largest text accepted, in bytes; 64 KB unless told (front matter), larger for taxonomies. */
  maxBytes?: number;
}

/** Parses YAML 1.2. A text with problems gives `value: undefined` and says where and why. */
export function parseYaml(text: string, { file, firstLine = 1, maxBytes = MAX_BYTES }: ParseYamlOptions): ParsedYaml {
  const size = Buffer.byteLength(text);
  if (size > maxBytes) {
    const facts = {
      file,
      line: firstLine,
      found: `${Math.ceil(size / 1024)} KB`,
      expected: `${maxBytes / 1024} Ko au plus`,
    };
    return { value: undefined, problems: [problem("file-too-large", facts)], lineOf: () => firstLine };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: "core",
    // The check for repeated keys of `yaml` takes the square of their number; `findForbidden` does it.
    uniqueKeys: false,
    stringKeys: true,
    // Not `silent`, which would drop all documents but the first without a word.
    logLevel: "error",
  });
  const lineAt = (offset: number | undefined) =>
    offset === undefined ? firstLine : lines.linePos(offset).line + firstLine - 1;
  const syntax = (reason: string, line: number, expected: string) =>
    problem("yaml-syntax", { file, line, found: reason, expected });

  const problems = document.errors
    .slice(0, MAX_PROBLEMS)
    .map((error) =>
      syntax(
        firstSentence(error.message),
        lineAt(error.pos[0]),
        "vérifiez les deux-points, les guillemets et les alinéas",
      ),
    );
  if (problems.length === 0) problems.push(...findForbidden(document, lineAt, syntax));
  const value = problems.length === 0 ? (document.toJS({ maxAliasCount: 0 }) as unknown) : undefined;
  return { value, problems, lineOf: (path) => lineAt(offsetOf(document, path)) };
}

function findForbidden(
  document: Document,
  lineAt: (offset: number | undefined) => number,
  syntax: (reason: string, line: number, expected: string) => Problem,
): Problem[] {
  const problems: Problem[] = [];
  const walk = (node: unknown, depth: number): void => {
    if (node === null || typeof node !== "object" || problems.length > 0) return;
    const { range, tag } = node as Node & { tag?: string };
    const line = lineAt(range?.[0]);
    if (depth > MAX_DEPTH) {
      problems.push(syntax(`nested more than ${MAX_DEPTH} levels`, line, "simplifiez cette fiche"));
    } else if (isAlias(node)) {
      problems.push(syntax("an alias (*name)", line, "écrivez la valeur en toutes lettres"));
    } else if (tag && !PLAIN_TAGS.test(tag)) {
      problems.push(syntax(`a tag (${tag})`, line, "retirez l’étiquette qui commence par « ! »"));
    } else if (isMap(node)) {
      const names = new Set<string>();
      for (const { key, value } of node.items) {
        if (problems.length > 0) return;
        const name = isScalar(key) ? String(key.value) : "";
        const keyLine = lineAt((key as Node | null)?.range?.[0]);
        if (FORBIDDEN_KEYS.has(name))
          problems.push(syntax(`the key ${name}`, keyLine, "choisissez un autre nom de champ"));
        if (names.has(name))
          problems.push(syntax(`the key ${name} twice`, keyLine, `le champ « ${name} » n’est écrit qu’une fois`));
        names.add(name);
        walk(value, depth + 1);
      }
    } else if (isSeq(node)) {
      for (const item of node.items) walk(item, depth + 1);
    } else if (isScalar(node) && typeof node.value === "string") {
      const [control] = CONTROL.exec(node.value) ?? [];
      if (control !== undefined)
        problems.push(
          syntax(
            `the control character ${codePoint(control)}`,
            line,
            `retirez le caractère invisible ${codePoint(control)}, ou récrivez ce passage`,
          ),
        );
    }
  };
  walk(document.contents, 0);
  return problems;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined = (document.contents as Node | null)?.range?.[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

/** `U+0001`, as Unicode writes it. */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function firstSentence(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
}

/**
 * Writes a plain value as YAML that {@link parseYaml} reads back to the same value. Fields that are `undefined` are
 * left out; lines are never folded, so that a diff shows what changed.
 */
export function formatYaml(value: Readonly<Record<string, unknown>>): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, schema: "core", version: "1.2" });
}
