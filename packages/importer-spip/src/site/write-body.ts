/** The texts of an object to the body of an entry: one numbering of notes for all of them. */
import type { Notice, NoticeKind } from "@pivert/importer";
import { htmlToMarkdown } from "@pivert/markdown";
import { cleanText, decodeText } from "../text/entities.ts";
import { chooseLanguage } from "../text/multi.ts";
import { parseText } from "../text/parse-text.ts";
import { type Notes, notesToHtml, openNotes, type References, toHtml } from "../text/to-html.ts";
import type { Media } from "./media.ts";
import { showModel } from "./show-model.ts";
import type { SpipSite } from "./spip-site.ts";
import type { Target, Targets } from "./targets.ts";

export interface BodyContext {
  site: SpipSite;
  media: Media;
  targets: Targets;
  /** Whether a line break in a paragraph is one on the page. */
  breaks: boolean;
}

export interface WrittenBody {
  markdown: string;
  /** What it was made of: HTML in the form of SPIP's own. */
  html: string;
  /** Without the entry that they are about: the caller knows it. */
  notices: Pick<Notice, "about" | "text">[];
}

/** @param texts as the base holds them, in the order of the page */
export function writeBody(texts: readonly unknown[], lang: string, context: BodyContext): WrittenBody {
  const { site, media, targets, breaks } = context;
  const notices: WrittenBody["notices"] = [];
  const tell = (about: NoticeKind) => (text: string) => {
    if (!notices.some((notice) => notice.text === text)) notices.push({ about, text });
  };
  /** Addresses that are final. */
  const known = new Set<string>();
  const notes = openNotes();

  const href = ({ href: address, dead }: Target): string => {
    if (dead !== undefined)
      tell(dead.includes("introuvable") ? "missing-file" : "dead-link")(`Lien vers « ${address} » : ${dead}.`);
    known.add(address);
    return address;
  };
  const references: References = {
    lang: lang.slice(0, 2),
    link(written) {
      const target = targets.resolve(written);
      if (!target) tell("dead-link")("Un lien ne mène nulle part : son adresse est vide.");
      return target && { href: href(target), title: target.title };
    },
    model: (model) =>
      showModel(model, {
        site,
        media,
        targets,
        lang,
        lost: tell("lost"),
        missing: tell("missing-file"),
        href,
        toHtml: (written) => render(written, notes),
      }),
    missing(what, name) {
      tell(what === "word" ? "lost" : "check")(
        what === "word"
          ? `Le mot traduit « <:${name}:> » n’est pas connu.`
          : `La note « ${name} » est appelée, mais n’est écrite nulle part.`,
      );
    },
  };

  function render(written: unknown, into: Notes): string {
    const text = chooseLanguage(cleanText(String(written ?? "")), lang.replace("-", "_").toLowerCase());
    if (text.trim() === "") return "";
    const { blocks, unbalanced, dropped } = parseText(text, { breaks });
    if (unbalanced) tell("check")("Des accolades ne sont pas fermées, ou le sont sans avoir été ouvertes.");
    for (const code of dropped) tell("lost")(`Le code « ${code} » n’est pas repris.`);
    return toHtml(blocks, references, into);
  }

  const convert = (html: string): string => {
    const { markdown, losses } = htmlToMarkdown(html, {
      address: (written) => (known.has(written) ? written : addressOf(written)),
      keepId: () => true,
    });
    for (const { what, found } of losses) tell("lost")(`${LOSSES[what] ?? "Du code HTML"} n’est pas repris : ${found}`);
    return markdown;
  };

  /** An address of the author's own HTML. */
  function addressOf(written: string): string {
    if (/^\/media\//.test(written)) return written;
    const target = targets.resolve(decodeText(written));
    return target ? href(target) : written;
  }

  const html = [...texts.map((text) => render(text, notes)), notesToHtml(notes)]
    .filter((part) => part !== "")
    .join("\n");
  const uncalled = notes.uncalled.map(
    (note, index) => `<div id="nb-${index + 1}">\n\n${convert(note).trim()}\n\n</div>\n`,
  );
  const whole = [html, ...notes.uncalled.map((note) => `<div id="nb">${note}</div>`)].join("\n");
  return { markdown: [convert(html), ...uncalled].join("\n"), html: whole, notices };
}

const LOSSES: Record<string, string> = {
  script: "Un programme",
  form: "Un formulaire",
  frame: "Un cadre d’un autre site",
  object: "Un objet incorporé",
  address: "Un lien dangereux",
  "hidden-text": "Un texte caché",
};
