/** The tree of a text to HTML in the form of SPIP's own, which `htmlToMarkdown` reads. */
import { attributeToHtml, textToHtml } from "./entities.ts";
import type { Block, Cell, Inline, Model, Note } from "./tree.ts";
import { wordOf } from "./words.ts";

/** What a text refers to, as the site that is moved knows it. */
export interface References {
  /** Where the target of a shortcut leads, and the title of what is there; `undefined` for an empty one. */
  link: (target: string) => { href: string; title: string; lang?: string } | undefined;
  /** The HTML of a model; `""` when it shows nothing. */
  model: (model: Model) => string;
  /** The language of the text, of which encyclopedia is asked. */
  lang: string;
  /** Told of what a text asks for and this page cannot show. */
  missing: (what: "word" | "note", name: string) => void;
}

/** The notes of an entry: one numbering for all of its fields. */
export interface Notes {
  count: number;
  /** By label; a note called again has its text once. */
  written: Map<string, string>;
  /** Texts without a call. */
  uncalled: string[];
}

export function openNotes(): Notes {
  return { count: 0, written: new Map(), uncalled: [] };
}

/** @param notes gets the notes of the text, for {@link notesToHtml} */
export function toHtml(blocks: readonly Block[], references: References, notes: Notes): string {
  return blocks.map(block).join("\n");

  function block(node: Block): string {
    switch (node.type) {
      case "paragraph":
        return `<p>${inlines(node.children)}</p>`;
      case "line":
        return inlines(node.children);
      case "heading":
        return node.children.length === 0 ? "" : `<h2>${inlines(node.children)}</h2>`;
      case "rule":
        return "<hr>";
      case "list": {
        const tag = node.ordered ? "ol" : "ul";
        const items = node.items.map((item) => `<li>${item.map(block).join("\n")}</li>`);
        return `<${tag}>${items.join("")}</${tag}>`;
      }
      case "table":
        return table(node.table);
      case "poem": {
        const stanzas = node.stanzas.map((lines) => lines.map((line) => `<div>${inlines(line)}</div>`).join("\n"));
        return `<blockquote class="spip_poesie">${stanzas.join("\n<div>&nbsp;</div>\n")}</blockquote>`;
      }
      case "preformatted": {
        const language = node.language ? ` class="language-${attributeToHtml(node.language)}"` : "";
        return `<pre><code${language}>${literal(node.value)}</code></pre>`;
      }
      case "html":
        return node.html;
      default:
        return inline(node);
    }
  }

  function table({ caption, summary, head, rows }: Extract<Block, { type: "table" }>["table"]): string {
    const row = (cells: readonly Cell[]) => `<tr>${cells.map(cell).join("")}</tr>`;
    const title = caption.map(block).join("");
    const about = summary.map(block).join("");
    const legend = about === "" ? title : `${title} <br><small>${about}</small>`;
    return [
      "<table>",
      legend === "" ? "" : `<caption>${legend}</caption>`,
      head.length > 0 ? `<thead>${row(head)}</thead>` : "",
      `<tbody>${rows.map(row).join("\n")}</tbody></table>`,
    ].join("");
  }

  function cell({ header, columns, rows, blocks: content }: Cell): string {
    const tag = header ? "th" : "td";
    const spans = `${columns > 1 ? ` colspan="${columns}"` : ""}${rows > 1 ? ` rowspan="${rows}"` : ""}`;
    return `<${tag}${spans}>${content.map(block).join("\n")}</${tag}>`;
  }

  function inlines(nodes: readonly Inline[]): string {
    return nodes.map(inline).join("");
  }

  function inline(node: Inline): string {
    switch (node.type) {
      case "text":
        return textToHtml(node.value);
      case "break":
        return "<br>";
      case "bullet":
        return '<span class="spip-puce">–</span> ';
      case "strong":
        return `<strong>${inlines(node.children)}</strong>`;
      case "emphasis":
        return `<em>${inlines(node.children)}</em>`;
      case "code":
        return `<code>${literal(node.value)}</code>`;
      case "link":
        return link(node);
      case "glossary":
        return `<a href="${attributeToHtml(encyclopedia(node.term))}"${title(node.title)}>${inlines(node.children)}</a>`;
      case "abbreviation":
        return `<abbr${title(node.title)}${node.lang ? ` lang="${node.lang}"` : ""}>${inlines(node.children)}</abbr>`;
      case "anchor":
        return `<a id="${attributeToHtml(node.name)}"></a>`;
      case "note":
        return note(node.note);
      case "model":
        return references.model(node.model);
      case "word": {
        const word = wordOf(node.key);
        if (word === undefined) references.missing("word", node.key);
        return textToHtml(word ?? `<:${node.key}:>`);
      }
      case "tag":
        return tag(node);
    }
  }

  /** `<quote>` is SPIP's; the rest is HTML, which is sanitised last. */
  function tag({ html, name, closing }: Extract<Inline, { type: "tag" }>): string {
    if (name === "quote") return closing ? "</blockquote>" : "<blockquote>";
    return name === "poesie" || name === "poetry" ? "" : html;
  }

  function link(node: Extract<Inline, { type: "link" }>): string {
    const target = references.link(node.target);
    const words = inlines(node.children);
    if (!target) return `<a href="">${words}</a>`;
    const lang = node.lang ?? target.lang;
    const hreflang = lang ? ` hreflang="${attributeToHtml(lang.replaceAll("_", "-"))}"` : "";
    const shown = words.trim() === "" ? textToHtml(target.title) : words;
    return `<a href="${attributeToHtml(target.href)}"${hreflang}${title(node.title)}>${shown}</a>`;
  }

  function encyclopedia(term: string): string {
    const page = term.trim().replaceAll(/\s+/g, "_");
    return `https://${/^[a-z]{2,3}$/.test(references.lang) ? references.lang : "fr"}.wikipedia.org/wiki/${encodeURIComponent(page)}`;
  }

  function note({ name, blocks: content }: Note): string {
    const text = toHtml(content, references, notes).trim();
    if (name === "") {
      if (text !== "") notes.uncalled.push(text);
      return "";
    }
    const label = name === undefined ? String(++notes.count) : name.trim();
    const key = name !== undefined && text !== "" && notes.written.has(label) ? freeLabel(label) : label;
    if (text !== "" && !notes.written.has(key)) notes.written.set(key, text);
    else if (!notes.written.has(key)) {
      references.missing("note", label);
      return `<sup><a href="#nb${anchor(key)}">${textToHtml(label)}</a></sup>`;
    }
    return `<span class="spip_note_ref">&nbsp;[<a href="#nb${anchor(key)}" class="spip_note" rel="appendix" id="nh${anchor(key)}">${textToHtml(label)}</a>]</span>`;
  }

  /** A number that an author forced may be one that was counted. */
  function freeLabel(label: string): string {
    let times = 2;
    while (notes.written.has(`${label}-${times}`)) times++;
    return `${label}-${times}`;
  }
}

/** The notes of an entry that have calls, as SPIP prints them after the text. */
export function notesToHtml({ written }: Notes): string {
  return [...written]
    .map(([key, text]) => {
      const back = `<span class="spip_note_ref">[<a href="#nh${anchor(key)}" class="spip_note" rev="appendix">${textToHtml(key)}</a>]&nbsp;</span>`;
      const body = text.startsWith("<p>") ? text.replace("<p>", `<p>${back}`) : `<p>${back}</p>${text}`;
      return `<div id="nb${anchor(key)}">${body}</div>`;
    })
    .join("\n");
}

function anchor(key: string): string {
  return encodeURIComponent(key).replace(/[^\w-]/g, "_");
}

function title(text: string | undefined): string {
  return text ? ` title="${attributeToHtml(text)}"` : "";
}

function literal(code: string): string {
  return code.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
