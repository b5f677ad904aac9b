/** A dump of WordPress's database as a site: any prefix, plain or packed. Of people only the public names are read. */
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { ImportError, type RowSink, readSql } from "@pivert/importer";
import { decodeHtml } from "../content/html-text.ts";
import { type PhpValue, parsePhp } from "../site/parse-php.ts";
import type { SiteInfo, WordPressSource, WpComment, WpPost, WpTerm } from "../site/wordpress-site.ts";
import { permalink } from "./permalink.ts";

type Row = Readonly<Record<string, string | number | null>>;

/** Tables that are read, by their names without the prefix. */
const TABLES = [
  "options",
  "posts",
  "postmeta",
  "terms",
  "term_taxonomy",
  "term_relationships",
  "users",
  "comments",
  "redirection_items",
];
/** Settings that are read; others hold secrets or say nothing. */
const OPTIONS = new Set(
  "siteurl home blogname blogdescription WPLANG permalink_structure show_on_front page_on_front page_for_posts sticky_posts category_base tag_base timezone_string db_version".split(
    " ",
  ),
);
/** Fields of posts that are read. */
const META =
  /^(?:_wp_(?:attached_file|attachment_image_alt|attachment_metadata|old_slug|page_template)|_thumbnail_id|_menu_item_.*|_Event.*|_Venue.*|_yoast_wpseo_metadesc|_elementor_(?:data|edit_mode)|footnotes)$/;
/** A dump that grows more than this when it is unpacked is a trap. */
const MAX_RATIO = 200;

interface Learnt {
  prefix: string;
  options: Map<string, string>;
  users: Map<number, { login: string; name: string }>;
  terms: Map<number, WpTerm>;
  /** Terms of a post, by its id. */
  termsOf: Map<number, number[]>;
  meta: Map<number, Map<string, string[]>>;
  comments: Map<number, WpComment[]>;
  /** Slug and parent of pages, for addresses. */
  pages: Map<number, { slug: string; parent: number }>;
  redirects: { from: string; to: string }[];
}

export function sqlSource(file: string): WordPressSource {
  let learning: Promise<Learnt> | undefined;
  const learnt = () => (learning ??= learn(file));
  const damages = new Set<string>();

  async function* posts(): AsyncGenerator<WpPost> {
    const known = await learnt();
    const sticky = new Set(idsOf(known.options.get("sticky_posts")));
    for await (const row of rowsOf(file, `${known.prefix}posts`, damages)) yield postOf(row, known, sticky);
  }

  return {
    posts,
    info: async () => infoOf(await learnt()),
    terms: async () => [...(await learnt()).terms.values()],
    authors: async () => [...(await learnt()).users.values()],
    damages: () => [...damages],
    redirects: async () => (await learnt()).redirects,
  };
}

async function learn(file: string): Promise<Learnt> {
  const prefix = await prefixOf(file);
  const learnt: Learnt = {
    prefix,
    options: new Map(),
    users: new Map(),
    terms: new Map(),
    termsOf: new Map(),
    meta: new Map(),
    comments: new Map(),
    pages: new Map(),
    redirects: [],
  };
  const names = new Map<number, { name: string; slug: string }>();
  const parents = new Map<number, number>();
  const links: [post: number, taxonomy: number][] = [];
  const readers: Record<string, (row: Row) => void> = {
    options: (row) => {
      const name = text(row.option_name);
      if (OPTIONS.has(name)) learnt.options.set(name, text(row.option_value));
    },
    users: (row) => {
      const login = text(row.user_login);
      // Never the address or the hash.
      learnt.users.set(number(row.id), { login, name: text(row.display_name) || text(row.user_nicename) || login });
    },
    terms: (row) => names.set(number(row.term_id), { name: text(row.name), slug: text(row.slug) }),
    term_taxonomy: (row) => {
      const id = number(row.term_taxonomy_id);
      learnt.terms.set(id, {
        id: number(row.term_id),
        taxonomy: text(row.taxonomy),
        slug: "",
        name: "",
        description: text(row.description),
        parent: "",
      });
      parents.set(id, number(row.parent));
    },
    term_relationships: (row) => links.push([number(row.object_id), number(row.term_taxonomy_id)]),
    postmeta: (row) => {
      const key = text(row.meta_key);
      if (!META.test(key)) return;
      const id = number(row.post_id);
      const fields = learnt.meta.get(id) ?? new Map<string, string[]>();
      fields.set(key, [...(fields.get(key) ?? []), text(row.meta_value)]);
      learnt.meta.set(id, fields);
    },
    posts: (row) => {
      if (text(row.post_type) === "page")
        learnt.pages.set(number(row.id), { slug: text(row.post_name), parent: number(row.post_parent) });
    },
    comments: (row) => {
      if (text(row.comment_approved) !== "1") return;
      const post = number(row.comment_post_id);
      const comment = {
        id: number(row.comment_id),
        parent: number(row.comment_parent),
        author: text(row.comment_author),
        date: text(row.comment_date),
        content: text(row.comment_content),
        approved: true,
        type: text(row.comment_type) || "comment",
      };
      learnt.comments.set(post, [...(learnt.comments.get(post) ?? []), comment]);
    },
    redirection_items: (row) => {
      const [from, to] = [text(row.url), text(row.action_data)];
      if (text(row.status) === "enabled" && number(row.regex) === 0 && from.startsWith("/") && to !== "")
        learnt.redirects.push({ from, to });
    },
  };
  await readTables(file, {
    wants: (table) => table.startsWith(prefix) && Object.hasOwn(readers, table.slice(prefix.length)),
    row: (table, row) => readers[table.slice(prefix.length)]?.(row),
  });
  for (const [id, term] of learnt.terms) {
    const own = names.get(term.id);
    const above = names.get(parents.get(id) ?? 0);
    learnt.terms.set(id, { ...term, name: own?.name ?? "", slug: own?.slug ?? "", parent: above?.slug ?? "" });
  }
  for (const [post, taxonomy] of links) learnt.termsOf.set(post, [...(learnt.termsOf.get(post) ?? []), taxonomy]);
  return learnt;
}

/** The prefix of the tables: that of the posts, of which a dump of several sites has the shortest. */
async function prefixOf(file: string): Promise<string> {
  const prefixes = new Set<string>();
  const found = await readTables(file, {
    wants(table) {
      const known = TABLES.find((name) => table.toLowerCase().endsWith(name));
      if (known === "posts") prefixes.add(table.slice(0, -known.length));
      return false;
    },
    row() {},
  });
  const [prefix] = [...prefixes].sort((a, b) => a.length - b.length);
  if (!found || prefix === undefined)
    throw new ImportError("unknown-format", `${file} holds no WordPress site: no table of posts is in it.`);
  return prefix;
}

function readTables(file: string, sink: RowSink): Promise<boolean> {
  return readSql(bytesOf(file), sink);
}

/** The rows of one table, a piece of the dump at a time. */
async function* rowsOf(file: string, table: string, damages: Set<string>): AsyncGenerator<Row> {
  let rows: Row[] = [];
  const feed = openFeed();
  const done = readSql(feed.chunks, { wants: (name) => name === table, row: (_, row) => void rows.push(row) });
  try {
    for await (const chunk of bytesOf(file)) {
      await feed.push(chunk);
      const ready = rows;
      rows = [];
      yield* ready;
    }
  } catch (error) {
    if (!/^Z_/.test((error as { code?: string }).code ?? "")) throw error;
    damages.add("le fichier compressé est coupé ou abîmé : ce qui a pu être décompressé a été lu");
  }
  feed.end();
  await done;
  yield* rows;
}

/** Hands chunks to a reader one by one: a push is over when the reader asks for the next. */
function openFeed() {
  let give: ((chunk: Uint8Array | undefined) => void) | undefined;
  let asked: (() => void) | undefined;
  let waiting = new Promise<void>((resolve) => {
    asked = resolve;
  });
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = new Promise<Uint8Array | undefined>((resolve) => {
        give = resolve;
      });
      asked?.();
      const chunk = await next;
      if (chunk === undefined) return;
      yield chunk;
    }
  }
  return {
    chunks: chunks(),
    async push(chunk: Uint8Array) {
      await waiting;
      waiting = new Promise<void>((resolve) => {
        asked = resolve;
      });
      give?.(chunk);
      await waiting;
    },
    end: () => void waiting.then(() => give?.(undefined)),
  };
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file);
  const packed = isPacked(file);
  const bytes = packed ? source.pipe(createGunzip()) : source;
  source.on("error", (error) => bytes.destroy(error));
  let total = 0;
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    total += chunk.length;
    if (packed && total > Math.max(source.bytesRead * MAX_RATIO, 50 * 1024 ** 2))
      throw new ImportError("unreadable", `${file} unpacks to more than ${MAX_RATIO} times its size. It is not read.`);
    yield chunk;
  }
}

function isPacked(file: string): boolean {
  const head = Buffer.alloc(2);
  const handle = openSync(file, "r");
  try {
    readSync(handle, head, 0, 2, 0);
  } finally {
    closeSync(handle);
  }
  return head[0] === 0x1f && head[1] === 0x8b;
}

function postOf(row: Row, known: Learnt, sticky: ReadonlySet<number>): WpPost {
  const id = number(row.id);
  const head = {
    id,
    type: text(row.post_type),
    slug: text(row.post_name),
    date: text(row.post_date),
    parent: number(row.post_parent),
    guid: text(row.guid),
  };
  const terms = (known.termsOf.get(id) ?? []).flatMap((one) => {
    const term = known.terms.get(one);
    return term ? [{ taxonomy: term.taxonomy, slug: term.slug, name: term.name }] : [];
  });
  const meta = known.meta.get(id) ?? new Map<string, string[]>();
  const attached = meta.get("_wp_attached_file")?.[0];
  const home = (known.options.get("home") ?? known.options.get("siteurl") ?? "").replace(/\/+$/, "");
  return {
    id,
    type: head.type,
    status: text(row.post_status),
    slug: head.slug,
    title: text(row.post_title),
    link: permalink(
      { ...head, terms, author: known.users.get(number(row.post_author))?.login ?? "" },
      { home, options: known.options, pages: known.pages },
    ),
    date: head.date,
    modified: text(row.post_modified),
    creator: known.users.get(number(row.post_author))?.login ?? "",
    content: text(row.post_content),
    excerpt: text(row.post_excerpt),
    parent: head.parent,
    menuOrder: number(row.menu_order),
    password: text(row.post_password),
    sticky: sticky.has(id),
    attachmentUrl: head.type === "attachment" ? (attached ? `${home}/wp-content/uploads/${attached}` : head.guid) : "",
    meta,
    terms,
    comments: known.comments.get(id) ?? [],
  };
}

function infoOf({ options }: Learnt): SiteInfo {
  return {
    name: decodeHtml(options.get("blogname") ?? ""),
    tagline: decodeHtml(options.get("blogdescription") ?? ""),
    url: (options.get("home") ?? options.get("siteurl") ?? "").replace(/\/+$/, ""),
    language: (options.get("WPLANG") || "en").replace("_", "-"),
    version: "",
    postsPage: options.get("show_on_front") === "page" ? Number(options.get("page_for_posts")) || undefined : undefined,
  };
}

function idsOf(serialised: string | undefined): number[] {
  const value: PhpValue | undefined = parsePhp(serialised ?? "");
  return value instanceof Map ? [...value.values()].map(Number) : [];
}

function text(value: string | number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

function number(value: string | number | null | undefined): number {
  return Number(value) || 0;
}
