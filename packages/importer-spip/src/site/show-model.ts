/** What a model of a text shows: documents, images, sounds, tables; everything else is told. */
import type { Row } from "../dump/spip-base.ts";
import { attributeToHtml, cleanText, decodeText, textToHtml } from "../text/entities.ts";
import { chooseLanguage } from "../text/multi.ts";
import type { Model } from "../text/tree.ts";
import { readCsv } from "./csv.ts";
import type { Media } from "./media.ts";
import type { Document, SpipSite } from "./spip-site.ts";
import type { Target, Targets } from "./targets.ts";
import { plainLine, readTitle } from "./titles.ts";

export interface ShowModelOptions {
  site: SpipSite;
  media: Media;
  targets: Targets;
  lang: string;
  /** A text of the base to HTML: captions may hold links. */
  toHtml: (written: string) => string;
  /** Told of what cannot be shown, in French. */
  lost: (what: string) => void;
  missing: (what: string) => void;
  /** The address of a target, once it is noted for the text. */
  href: (target: Target) => string;
}

const DOCUMENTS = new Set(["img", "doc", "emb", "image", "file", "audio", "video", "text"]);
const IMAGES = new Set(["jpg", "jpeg", "png", "gif", "webp", "svg", "avif", "bmp", "tif", "tiff", "heic"]);
const SOUNDS = new Set(["mp3", "ogg", "oga", "wav", "flac", "m4a", "aac", "opus"]);
const FILMS = new Set(["mp4", "m4v", "webm", "ogv", "mov", "mpg", "mpeg", "avi", "flv", "mkv"]);

/** The HTML of a model, in the form of SPIP's own; `""` when it shows nothing. */
export function showModel(model: Model, options: ShowModelOptions): string {
  const { site, targets, lost } = options;
  if (model.name === "lesauteurs" && model.id !== undefined) return authorsOf(model.id, options);
  if (!DOCUMENTS.has(model.name) || model.id === undefined) {
    lost(`Le modèle « ${model.written} » n’a pas d’équivalent : il n’est pas affiché.`);
    return "";
  }
  const document = site.documents.get(model.id);
  const row = site.one("SELECT titre, descriptif, credits, alt FROM documents WHERE id_document = ?", model.id);
  if (!document || !row || !document.isPublic) {
    lost(`« ${model.written} » : ce document n’existe pas, ou n’est pas public.`);
    return "";
  }
  const link = linkOf(model, targets);
  return showDocument(document, { model, row, link }, options);
}

interface Asked {
  model: Model;
  row: Row;
  link: Target | undefined;
}

function showDocument(document: Document, asked: Asked, options: ShowModelOptions): string {
  const { model } = asked;
  const { extension } = document;
  const caption = captionOf(asked, options);
  if (IMAGES.has(extension)) return showImage(document, asked, caption, options);
  const href = addressOf(document, options);
  if (SOUNDS.has(extension) && !document.isRemote) return player("audio", href, caption);
  if (FILMS.has(extension) && !document.isRemote) return player("video", href, caption);
  if (extension === "csv" && model.name === "emb") {
    const table = showTable(document, options);
    if (table !== undefined) return `${table}${caption.title === "" ? "" : `<p>${caption.title}</p>`}${caption.rest}`;
  }
  return showFile(document, href, asked, caption, options);
}

interface Caption {
  /** `<strong>Title</strong>`, or `""`. */
  title: string;
  /** Description and credits, as blocks. */
  rest: string;
  /** All of it, as SPIP writes it. */
  whole: string;
  plainTitle: string;
}

function captionOf({ model, row }: Asked, { toHtml, lang }: ShowModelOptions): Caption {
  const own = (name: string, field: unknown) => {
    const given = model.parameters.get(name);
    return given === undefined ? String(field ?? "") : given;
  };
  const plainTitle = readTitle(own("titre", row.titre), lang).title;
  const description = toHtml(own("descriptif", row.descriptif)).trim();
  const credits = toHtml(own("credits", row.credits)).trim();
  const inline = (html: string) =>
    html.replace(/^<p>([\s\S]*)<\/p>$/, (whole, inside: string) => (/<p>/.test(inside) ? whole : inside));
  const title = plainTitle === "" ? "" : `<strong>${textToHtml(plainTitle)}</strong>`;
  const parts = [
    title && `<div class="spip_doc_titre">${title}</div>`,
    description && `<div class="spip_doc_descriptif">${inline(description)}</div>`,
    credits && `<div class="spip_doc_credits">${inline(credits)}</div>`,
  ].filter(Boolean);
  const rest = [description && asBlock(description), credits && `<p>${inline(credits)}</p>`].filter(Boolean).join("");
  return { title, rest, whole: parts.join("\n"), plainTitle };
}

function asBlock(html: string): string {
  return html.startsWith("<") ? html : `<p>${html}</p>`;
}

function showImage(
  document: Document,
  { model, row, link }: Asked,
  caption: Caption,
  options: ShowModelOptions,
): string {
  const { media, missing, href } = options;
  const { file, found } = document.isRemote ? media.useRemote(document.file, document) : media.use(document.file);
  if (document.isRemote)
    missing(`L’image ${document.file} est sur un autre site : une image grise tient sa place, avec un lien.`);
  else if (!found && media.present)
    missing(`L’image IMG/${document.file} est introuvable : une image grise tient sa place.`);
  const alt = model.parameters.get("alt") ?? plainLine(row.alt, options.lang);
  const image = `<img src="/${attributeToHtml(file)}" alt="${attributeToHtml(decodeText(cleanText(alt)))}">`;
  const to = link ? href(link) : document.isRemote ? document.file : undefined;
  const linked = to === undefined ? image : `<a href="${attributeToHtml(to)}">${image}</a>`;
  const place = ["left", "right", "center"].find((one) => model.parameters.has(one));
  const figcaption = caption.whole === "" ? "" : `<figcaption>${caption.whole}</figcaption>`;
  return `<div class="spip_documents${place ? ` spip_documents_${place} align${place}` : ""}"><figure>${linked}${figcaption}</figure></div>`;
}

function addressOf(document: Document, { media, targets, missing, href }: ShowModelOptions): string {
  if (document.isRemote) return document.file;
  const { found } = media.use(document.file);
  if (!found && media.present) missing(`Le fichier IMG/${document.file} est introuvable.`);
  return href({ ...targets.object("document", document.id), title: "" });
}

/** A player with its title in bold below, as SPIP shows it: the block itself is named after its file. */
function player(tag: "audio" | "video", href: string, caption: Caption): string {
  const name = decodeText(href.split("/").at(-1) ?? "");
  const title = caption.title === "" ? "" : `<p>${caption.title}</p>`;
  const element = `<${tag} src="${attributeToHtml(href)}" title="${attributeToHtml(name)}" controls></${tag}>`;
  return `<figure>${element}</figure>${title}${caption.rest}`;
}

/** A link to a file: a small picture of its kind with the title below, as SPIP shows it. */
function showFile(
  document: Document,
  href: string,
  { link }: Asked,
  caption: Caption,
  { media, href: noted }: ShowModelOptions,
): string {
  const to = attributeToHtml(link ? noted(link) : href);
  const name = caption.plainTitle || (document.file.split("/").at(-1) ?? "");
  const alt = attributeToHtml(`${document.extension.toUpperCase()} : ${name}`);
  const icon = `<a href="${to}"><img src="/${media.icon(document.extension)}" alt="${alt}"></a>`;
  const figcaption = caption.whole === "" ? "" : `<figcaption>${caption.whole}</figcaption>`;
  return `<div class="spip_documents"><figure>${icon}${figcaption}</figure></div>`;
}

function showTable(document: Document, { media }: ShowModelOptions): string | undefined {
  const bytes = media.readText(document.file);
  const rows = bytes && readCsv(bytes);
  if (!rows || rows.length === 0 || rows.length > MAX_ROWS) return undefined;
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${textToHtml(cell)}</${tag}>`).join("")}</tr>`;
  const [first = [], ...others] = rows;
  return `<table><thead>${row(first, "th")}</thead><tbody>${others.map((cells) => row(cells, "td")).join("")}</tbody></table>`;
}

/** A longer table is a file to download. */
const MAX_ROWS = 300;

/** `[<img7>->art1]`, or `lien=`. */
function linkOf({ link, parameters }: Model, targets: Targets): Target | undefined {
  const written = link?.target ?? parameters.get("lien");
  return written === undefined ? undefined : targets.resolve(written);
}

function authorsOf(article: number, { site, targets, lang, href }: ShowModelOptions): string {
  if (!site.articles.get(article)?.isPublic) return "";
  const rows = site.rows("SELECT id_auteur FROM auteurs_liens WHERE objet = 'article' AND id_objet = ?", article);
  return rows
    .map(({ id_auteur }) => targets.object("auteur", Number(id_auteur)))
    .filter(({ dead }) => dead === undefined)
    .map((target) => `<a href="${attributeToHtml(href(target))}">${textToHtml(chooseLanguage(target.title, lang))}</a>`)
    .join(", ");
}
