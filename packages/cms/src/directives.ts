/** Blocks as Markdown directives: `::name{field="value"}` and `:::name{…}` … `:::`, read and written as text. */

export interface Directive {
  name: string;
  fields: Record<string, string>;
  /** The Markdown inside a container. */
  content: string;
}

const ATTRIBUTE = /([\p{L}_:][\p{L}\p{N}._:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`{}]+)))?/gu;

/** Matches a directive at the start of a text: groups are the colons, the name, the attributes, and what follows. */
export function directivePattern(name: string, form: "leaf" | "container"): RegExp {
  const attributes = "(?:\\{((?:[^\"'{}]|\"[^\"]*\"|'[^']*')*)\\})?";
  if (form === "leaf") return new RegExp(`^::${name}(?![\\w-])${attributes}[ \\t]*(?=\\n|$)`);
  // The closing line has as many colons as the opening one: containers within have fewer or more.
  return new RegExp(`^(:{3,})${name}(?![\\w-])${attributes}[ \\t]*\\n([\\s\\S]*?)(?:^|\\n)\\1[ \\t]*(?=\\n|$)`);
}

/** The values of `{a="b" c=d}`, entities decoded. */
export function readAttributes(source: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = "", double, single, bare] of source.matchAll(ATTRIBUTE))
    fields[name] = decode(double ?? single ?? bare ?? "");
  return fields;
}

/** A directive as it stands in a text. Empty fields are left out. */
export function writeDirective({ name, fields, content }: Directive, form: "leaf" | "container"): string {
  const written = Object.entries(fields).filter(([, value]) => value !== "");
  const attributes = written.map(([key, value]) => `${key}="${encode(value)}"`).join(" ");
  const head = `${name}${attributes && `{${attributes}}`}`;
  if (form === "leaf") return `::${head}`;
  const inner = Math.max(2, ...[...content.matchAll(/^(:{3,})/gm)].map(([, colons]) => colons?.length ?? 0));
  const colons = ":".repeat(inner + 1);
  return `${colons}${head}\n${content.trim()}${content.trim() && "\n"}${colons}`;
}

function encode(value: string): string {
  return value
    .replace(/&(?=#|[a-z])/gi, "&amp;")
    .replaceAll('"', "&quot;")
    .replace(/\s*\n\s*/g, " ");
}

function decode(value: string): string {
  return value
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
