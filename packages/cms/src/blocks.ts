/**
 * The blocks of `model` and the protected blocks, as components of Decap's rich editor. A component finds itself in
 * Markdown by a pattern, becomes a form, and writes itself back; unchanged, it writes the very text it was read from.
 */
import type { BlockForm } from "./cms-config.ts";
import { directivePattern, readAttributes, writeDirective } from "./directives.ts";
import type { FormField } from "./form-fields.ts";

/** What `CMS.registerEditorComponent` takes. */
export interface EditorComponent {
  id: string;
  label: string;
  fields: FormField[];
  summary?: string;
  collapsed?: boolean;
  pattern: RegExp;
  fromBlock(match: RegExpMatchArray): Record<string, unknown>;
  toBlock(data: Record<string, unknown>): string;
  toPreview(data: Record<string, unknown>): string;
}

/** The field that carries a block's own text through its form. */
const SOURCE = "__source";
const CONTENT = "content";

/** The component of a block declared in `model`. */
export function blockComponent({ name, label, form, fields }: BlockForm): EditorComponent {
  const content: FormField[] =
    form === "container"
      ? [{ name: CONTENT, label: contentLabel(name), widget: "text", required: false, hint: contentHint(name) }]
      : [];
  const read = (match: RegExpMatchArray): Record<string, unknown> => {
    const [attributes, inner] = form === "leaf" ? [match[1], ""] : [match[2], match[3]];
    return {
      ...readAttributes(attributes ?? ""),
      ...(form === "container" ? { [CONTENT]: (inner ?? "").trim() } : {}),
    };
  };
  return {
    id: `block-${name}`,
    label,
    fields: [...fields, ...content],
    collapsed: true,
    ...(summaryField(fields) ? { summary: `${label} : {{${summaryField(fields)}}}` } : {}),
    pattern: directivePattern(name, form),
    fromBlock: (match) => ({ ...read(match), [SOURCE]: match[0] }),
    toBlock(data) {
      const source = data[SOURCE];
      if (typeof source === "string") {
        const match = directivePattern(name, form).exec(source);
        if (match && same(read(match), data)) return source;
      }
      const { [SOURCE]: _, [CONTENT]: inner, ...values } = data;
      const known = Object.fromEntries(
        Object.entries(values).flatMap(([key, value]) =>
          value === undefined || value === null ? [] : [[key, String(value)]],
        ),
      );
      return writeDirective({ name, fields: known, content: typeof inner === "string" ? inner : "" }, form);
    },
    toPreview: (data) => `${label} : ${String(data.title ?? data.label ?? data.alt ?? data.src ?? "")}`,
  };
}

/** An image in a paragraph of its own: with a caption, a figure. */
export const imageComponent: EditorComponent = {
  id: "image",
  label: "Image",
  collapsed: true,
  summary: "Image : {{alt}}",
  fields: [
    { name: "image", label: "Image", widget: "image", required: true, choose_url: false },
    {
      name: "alt",
      label: "Description",
      widget: "string",
      required: true,
      hint: "Ce que l’on voit, en quelques mots, pour qui ne voit pas l’image.",
    },
    { name: "title", label: "Légende", widget: "string", required: false },
  ],
  pattern: /^!\[((?:[^\]\\]|\\.)*)\]\(([^\s()<>]*|<[^<>\n]*>)(?:\s+"((?:[^"\\]|\\.)*)")?\)[ \t]*(?=\n\n|\n?$)/,
  fromBlock: ([source, alt = "", image = "", title]) => ({
    image: image.replace(/^<(.*)>$/, "$1"),
    alt: unescaped(alt),
    ...(title === undefined ? {} : { title: unescaped(title) }),
    [SOURCE]: source,
  }),
  toBlock(data) {
    const source = data[SOURCE];
    const match = typeof source === "string" ? imageComponent.pattern.exec(source) : null;
    if (typeof source === "string" && match && same(imageComponent.fromBlock(match), data)) return source;
    const [image, alt, title] = [data.image, data.alt, data.title].map((value) => String(value ?? ""));
    const address = /[\s()<>]/.test(image ?? "") ? `<${image?.replace(/[<>]/g, "")}>` : image;
    return `![${escaped(alt, "[]")}](${address}${title ? ` "${escaped(title, '"')}"` : ""})`;
  },
  toPreview: ({ alt }) => `Image : ${String(alt ?? "")}`,
};

function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

function escaped(text: string | undefined, characters: string): string {
  return [...(text ?? "").replace(/\s+/g, " ")]
    .map((character) => (character === "\\" || characters.includes(character) ? `\\${character}` : character))
    .join("");
}

function contentLabel(name: string): string {
  if (name === "gallery") return "Images";
  return name === "figure" ? "Légende" : "Texte";
}

function contentHint(name: string): string {
  if (name === "gallery") return "Une image par ligne : ![ce que l’on voit](/media/photo.jpg)";
  return name === "figure" ? "Quelques mots sous l’image." : "Le texte qui se déplie, en Markdown.";
}

function summaryField(fields: FormField[]): string | undefined {
  return ["title", "label", "alt", "src", "url"].find((name) => fields.some((field) => field.name === name));
}

function same(read: Record<string, unknown>, data: Record<string, unknown>): boolean {
  const names = new Set([...Object.keys(read), ...Object.keys(data)]);
  names.delete(SOURCE);
  return [...names].every((name) => String(read[name] ?? "") === String(data[name] ?? ""));
}

/** What the rich editor cannot hold: kept as it stands, and edited as source. */
export const PROTECTED: readonly { id: string; label: string; pattern: RegExp }[] = [
  // What imports leave in HTML, since Markdown cannot say it: lines of verse, cells over several rows or columns.
  {
    id: "protected-poem",
    label: "Poème",
    pattern:
      /^(?:<pre\b[^>\n]*class="poem"[\s\S]*?<\/pre>[^\n]*|<blockquote\b[^>\n]*class="poem"[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*)(?=\n|$)/i,
  },
  {
    id: "protected-html-table",
    label: "Tableau",
    pattern: /^<table\b[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*(?=\n|$)/i,
  },
  // Other raw HTML, up to the next blank line; `<a>` and the like may start a paragraph.
  {
    id: "protected-html",
    label: "Code HTML",
    pattern:
      /^(?!<(?:table\b|(?:pre|blockquote)\b[^>\n]*class="poem"))<(?:!--[\s\S]*?-->[^\n]*|(?:pre|script|style|textarea)\b[\s\S]*?<\/(?:pre|script|style|textarea)>[^\n]*|\/?(?:address|article|aside|blockquote|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|h[1-6]|header|hr|iframe|li|main|menu|nav|ol|optgroup|option|p|section|source|summary|tbody|td|tfoot|th|thead|tr|ul)\b(?:[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*))(?=\n|$)/i,
  },
  {
    id: "protected-table",
    label: "Tableau",
    pattern:
      /^ {0,3}[^\n]*\|[^\n]*\n {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?:\n(?![ \t]*(?:\n|$))[^\n]+)*(?=\n|$)/,
  },
  // Notes and definitions of links, with the lines that belong to them.
  {
    id: "protected-note",
    label: "Note de bas de page",
    pattern: /^\[\^[^\]\n]+\]:[^\n]*(?:\n(?:[ \t]*\n)*[ \t]{2,}[^\n]+|\n(?![ \t]*(?:\n|\[\^))[^\n]+)*(?=\n|$)/,
  },
  // A directive that no block of ours claims.
  {
    id: "protected-directive",
    label: "Bloc inconnu",
    pattern: /^(?:(:{3,})[\w-]+[^\n]*\n[\s\S]*?(?:^|\n)\1[ \t]*|::[\w-]+[^\n]*)(?=\n|$)/,
  },
];

export function protectedComponent({ id, label, pattern }: (typeof PROTECTED)[number]): EditorComponent {
  return {
    id,
    label: `${label} (protégé)`,
    collapsed: true,
    summary: `${label} : gardé tel quel. Dépliez pour en voir la source.`,
    fields: [
      {
        name: "source",
        label: "Source",
        widget: "text",
        required: true,
        hint: "L’éditeur visuel ne sait pas montrer ce passage : il reste tel quel, à la lettre, sauf si vous le changez ici.",
      },
    ],
    pattern,
    fromBlock: ([source]) => ({ source }),
    toBlock: ({ source }) => (typeof source === "string" ? source : ""),
    toPreview: ({ source }) => String(source ?? ""),
  };
}
