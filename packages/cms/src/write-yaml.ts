/** Writes fields as YAML the way people write them by hand: plain where it can be, quoted where it must. */

export type YamlValue = string | number | boolean | YamlValue[] | { [name: string]: YamlValue };

const AMBIGUOUS =
  /^(true|false|null|yes|no|on|off|~|[-+]?(\d[\d_]*)?\.?\d*(e[-+]?\d+)?|0[xo][\da-f]+|[-+]?\.(inf|nan))$/i;
const PLAIN = /^[\p{L}\p{N}/][^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]*$/u;

/** One field and its value, ending with a line break. */
export function writeField(name: string, value: YamlValue): string {
  return writeEntry(name, value, "");
}

function writeEntry(name: string, value: YamlValue, indent: string): string {
  const key = `${indent}${scalar(name, false)}:`;
  const inline = inlineForm(value, indent);
  if (inline !== undefined) return `${key} ${inline}\n`;
  return `${key}\n${writeBlock(value, `${indent}  `)}`;
}

/** The value on the same line (or as a literal text below it); `undefined` when it needs lines of its own. */
function inlineForm(value: YamlValue, indent: string): string | undefined {
  if (typeof value === "string") return value.includes("\n") ? literal(value, indent) : scalar(value, false);
  if (typeof value !== "object") return String(value);
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? "{}" : undefined;
  if (value.some((item) => typeof item === "object")) return undefined;
  const items = value.map((item) => (typeof item === "string" ? scalar(item, true) : String(item)));
  const line = `[${items.join(", ")}]`;
  return line.length <= 100 && !line.includes("\n") ? line : undefined;
}

function writeBlock(value: YamlValue, indent: string): string {
  if (Array.isArray(value)) return value.map((item) => writeItem(item, indent)).join("");
  return Object.entries(value)
    .map(([name, inner]) => writeEntry(name, inner, indent))
    .join("");
}

function writeItem(item: YamlValue, indent: string): string {
  const inline = inlineForm(item, indent);
  if (inline !== undefined) return `${indent}- ${inline}\n`;
  const block = writeBlock(item, `${indent}  `);
  return `${indent}- ${block.slice(indent.length + 2)}`;
}

function scalar(value: string, inFlow: boolean): string {
  const plain =
    PLAIN.test(value) &&
    !AMBIGUOUS.test(value) &&
    !/: |:$| #|\s$/.test(value) &&
    !(inFlow && /[,[\]{}:]/.test(value)) &&
    value !== "---";
  return plain ? value : quoted(value);
}

function quoted(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A text of several lines, as a literal; one that a literal cannot hold is quoted. */
function literal(value: string, indent: string): string {
  const fits = !/^\s|[ \t]+$|[ \t]+\n|\r|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value);
  if (!fits) return quoted(value);
  const end = /\n*$/.exec(value)?.[0].length ?? 0;
  const mark = end === 0 ? "|-" : end === 1 ? "|" : "|+";
  const lines = value.replace(/\n$/, "").split("\n");
  return `${mark}\n${lines.map((line) => (line === "" ? "" : `${indent}  ${line}`)).join("\n")}`;
}
