/** What a SPIP text is made of, once parsed. */

export type Inline =
  | { type: "text"; value: string }
  | { type: "break" }
  /** The dash of a line that begins with `- `: no list, though it looks like one. */
  | { type: "bullet" }
  | { type: "strong" | "emphasis"; children: Inline[] }
  | { type: "code"; value: string }
  /** `[text->target]`, `[text|title{lang}->target]`; without text, `children` is empty. */
  | { type: "link"; target: string; title?: string; lang?: string; children: Inline[] }
  /** `[?term]` */
  | { type: "glossary"; term: string; title?: string; children: Inline[] }
  /** `[AG|Assemblée générale{fr}]` */
  | { type: "abbreviation"; title: string; lang?: string; children: Inline[] }
  /** `[name<-]` */
  | { type: "anchor"; name: string }
  | { type: "note"; note: Note }
  | { type: "model"; model: Model }
  /** `<:key:>` */
  | { type: "word"; key: string }
  /** An HTML tag of the author's, as written. */
  | { type: "tag"; html: string; name: string; closing: boolean };

export type Block =
  | { type: "paragraph"; children: Inline[] }
  /** Inline content that stands in an HTML element of the author's: no paragraph of its own. */
  | { type: "line"; children: Inline[] }
  | { type: "heading"; children: Inline[] }
  | { type: "rule" }
  | { type: "list"; ordered: boolean; items: Block[][] }
  | { type: "table"; table: Table }
  | { type: "poem"; stanzas: Inline[][][] }
  | { type: "preformatted"; value: string; language?: string }
  /** HTML that the author kept from SPIP: `<html>…</html>`. */
  | { type: "html"; html: string }
  | Extract<Inline, { type: "tag" | "model" }>;

/** `[[text]]`, `[[<name> text]]`. */
export interface Note {
  /** `undefined`: numbered. `""`: without a call. */
  name: string | undefined;
  blocks: Block[];
}

/** `<img7|left|titre=Fête>` */
export interface Model {
  name: string;
  id: number | undefined;
  /** `left`, `center`… and `titre=…`, `alt=…`; a value without a name is under itself. */
  parameters: ReadonlyMap<string, string>;
  /** As written, for reports. */
  written: string;
  /** Where `[<img7>->art1]` leads. */
  link?: Extract<Inline, { type: "link" }>;
}

export interface Table {
  caption: Block[];
  summary: Block[];
  head: Cell[];
  rows: Cell[][];
}

export interface Cell {
  header: boolean;
  columns: number;
  rows: number;
  blocks: Block[];
}
