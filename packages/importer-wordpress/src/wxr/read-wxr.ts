/** Reads a WordPress export (WXR) as it streams by. Damaged files give what can be read, and say what could not. */
import { createReadStream } from "node:fs";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { SiteInfo, WpAuthor, WpComment, WpPost, WpTerm } from "../site/wordpress-site.ts";
import { decodeXml } from "./decode-xml.ts";

export type WxrPart =
  | { kind: "info"; info: Partial<SiteInfo> }
  | { kind: "author"; author: WpAuthor }
  | { kind: "term"; term: WpTerm }
  | { kind: "post"; post: WpPost }
  /** French: what could not be read, and where. */
  | { kind: "damage"; text: string };

/** The fields of one element that has some, as text. */
type Fields = Map<string, string>;

interface Item {
  fields: Fields;
  meta: Map<string, string[]>;
  terms: { taxonomy: string; slug: string; name: string }[];
  comments: Fields[];
}

/** Everything in a file, in its order. A file that is no export gives only a damage. */
export async function* readWxr(path: string): AsyncGenerator<WxrPart> {
  const reader = openReader(path.slice(path.lastIndexOf("/") + 1));
  for await (const text of decodeXml(createReadStream(path))) {
    reader.write(text);
    yield* reader.take();
  }
  reader.end();
  yield* reader.take();
}

/** Elements with fields of their own, by the name they are read under. */
const HOLDERS: Record<string, true> = {
  item: true,
  "wp:author": true,
  "wp:category": true,
  "wp:tag": true,
  "wp:term": true,
  "wp:comment": true,
  "wp:postmeta": true,
  "wp:commentmeta": true,
  "wp:termmeta": true,
  image: true,
};

function openReader(name: string) {
  let parts: WxrPart[] = [];
  const parser = new SaxesParser({ xmlns: false, fragment: true });
  /** Open elements with fields, innermost last; the first is the channel's. */
  const open: { name: string; fields: Fields }[] = [{ name: "channel", fields: new Map() }];
  let item: Item | undefined;
  let field: { name: string; text: string; tag: SaxesTagPlain } | undefined;
  let sawChannel = false;
  let sawWordPress = false;
  let posts = 0;
  const damages = new Set<string>();

  const damage = (text: string) => {
    if (damages.has(text)) return;
    damages.add(text);
    parts.push({ kind: "damage", text: `${name} : ${text}` });
  };
  parser.on("error", ({ message }) => {
    const kind = DAMAGES.find(([pattern]) => pattern.test(message));
    if (kind) damage(kind[1]);
  });
  parser.on("doctype", () => damage("il contient une définition de document (DOCTYPE), qui n’a pas été suivie"));
  const onText = (text: string) => {
    if (field) field.text += text;
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("opentag", (tag) => {
    sawWordPress ||= tag.name.startsWith("wp:");
    if (tag.name === "channel" || tag.name === "rss") sawChannel ||= tag.name === "channel";
    else if (tag.name === "item") {
      // A new one begins before the last one ended: what was read of it is kept.
      if (item) endItem();
      open.length = 1;
      item = { fields: new Map(), meta: new Map(), terms: [], comments: [] };
      open.push({ name: "item", fields: item.fields });
      field = undefined;
    } else if (Object.hasOwn(HOLDERS, tag.name)) {
      open.push({ name: tag.name, fields: new Map() });
      field = undefined;
    } else field = { name: tag.name, text: "", tag };
  });
  parser.on("closetag", (tag) => {
    if (tag.name === "item") {
      if (item) endItem();
      return;
    }
    const holder = open.at(-1);
    if (field && field.name === tag.name) {
      endField(field.tag, field.text);
      field = undefined;
    } else if (holder && open.length > 1 && holder.name === tag.name) {
      open.pop();
      endHolder(holder.name, holder.fields);
    }
    if (tag.name === "channel" || tag.name === "wp:base_blog_url") endChannel();
  });

  function endField(tag: SaxesTagPlain, text: string): void {
    const { domain, nicename } = tag.attributes as Record<string, string>;
    if (tag.name === "category" && item && open.at(-1)?.name === "item") {
      item.terms.push({ taxonomy: domain || "category", slug: nicename ?? "", name: text });
      return;
    }
    const fields = open.at(-1)?.fields;
    if (fields && !fields.has(tag.name)) fields.set(tag.name, text);
  }

  function endHolder(kind: string, fields: Fields): void {
    const get = (key: string) => (fields.get(key) ?? "").trim();
    if (kind === "wp:postmeta" && item) {
      const key = get("wp:meta_key");
      item.meta.set(key, [...(item.meta.get(key) ?? []), fields.get("wp:meta_value") ?? ""]);
    } else if (kind === "wp:comment" && item) item.comments.push(fields);
    else if (kind === "wp:author") {
      const login = get("wp:author_login");
      parts.push({ kind: "author", author: { login, name: get("wp:author_display_name") || login } });
    } else if (kind === "wp:category")
      push(
        "category",
        get("wp:category_nicename"),
        get("wp:cat_name"),
        get("wp:category_description"),
        get("wp:category_parent"),
      );
    else if (kind === "wp:tag") push("post_tag", get("wp:tag_slug"), get("wp:tag_name"), get("wp:tag_description"), "");
    else if (kind === "wp:term")
      push(
        get("wp:term_taxonomy"),
        get("wp:term_slug"),
        get("wp:term_name"),
        get("wp:term_description"),
        get("wp:term_parent"),
      );

    function push(taxonomy: string, slug: string, termName: string, description: string, parent: string): void {
      const id = Number(get("wp:term_id")) || 0;
      parts.push({ kind: "term", term: { id, taxonomy, slug, name: termName, description, parent } });
    }
  }

  function endChannel(): void {
    const { fields } = open[0] ?? { fields: new Map<string, string>() };
    const get = (key: string) => fields.get(key)?.trim() || undefined;
    const info: Partial<SiteInfo> = {
      name: get("title"),
      tagline: get("description"),
      url: get("wp:base_blog_url") ?? get("link"),
      language: get("language"),
    };
    parts.push({
      kind: "info",
      info: Object.fromEntries(Object.entries(info).filter(([, value]) => value !== undefined)),
    });
  }

  function endItem(): void {
    if (item) parts.push({ kind: "post", post: postOf(item) });
    posts++;
    item = undefined;
    field = undefined;
    open.length = 1;
  }

  return {
    write: (text: string) => void parser.write(text),
    end() {
      const cut = item !== undefined;
      try {
        parser.close();
      } catch {
        damage(CUT);
      }
      // A post cut in its middle is worse than none: nobody would notice what it lacks.
      if (cut) damage(CUT);
      if (!sawChannel || !sawWordPress) damage("ce n’est pas un export de WordPress (WXR)");
      else if (posts === 0) damage("il ne contient aucun article");
      if (sawChannel) endChannel();
    },
    take() {
      const taken = parts;
      parts = [];
      return taken;
    },
  };
}

const CUT = "il s’arrête au milieu : le dernier article, incomplet, n’a pas été repris, ni ceux qui devaient suivre";

/** What the parser says, and what it means. Characters that XML forbids are no loss: they are read all the same. */
const DAMAGES: readonly (readonly [RegExp, string])[] = [
  [/unclosed tag|unexpected end/i, CUT],
  [/unexpected close tag|unmatched close/i, "ses balises ne s’emboîtent pas : des morceaux ont pu se perdre"],
  [
    /text data outside of root node|document must contain a root/i,
    "du texte étranger (un message d’erreur de PHP ?) l’entoure ; il a été sauté",
  ],
];

function postOf({ fields, meta, terms, comments }: Item): WpPost {
  const get = (key: string) => fields.get(key) ?? "";
  return {
    id: Number.parseInt(get("wp:post_id"), 10) || 0,
    type: get("wp:post_type").trim() || "post",
    status: get("wp:status").trim(),
    slug: get("wp:post_name").trim(),
    title: get("title"),
    link: get("link").trim(),
    date: get("wp:post_date").trim(),
    modified: get("wp:post_modified").trim(),
    creator: get("dc:creator").trim(),
    content: get("content:encoded"),
    excerpt: get("excerpt:encoded"),
    parent: Number.parseInt(get("wp:post_parent"), 10) || 0,
    menuOrder: Number.parseInt(get("wp:menu_order"), 10) || 0,
    password: get("wp:post_password"),
    sticky: get("wp:is_sticky").trim() === "1",
    attachmentUrl: get("wp:attachment_url").trim(),
    meta,
    terms,
    comments: comments.map(commentOf),
  };
}

function commentOf(fields: Fields): WpComment {
  const get = (key: string) => (fields.get(key) ?? "").trim();
  return {
    id: Number(get("wp:comment_id")) || 0,
    parent: Number(get("wp:comment_parent")) || 0,
    author: get("wp:comment_author"),
    date: get("wp:comment_date"),
    content: get("wp:comment_content"),
    approved: get("wp:comment_approved") === "1",
    type: get("wp:comment_type") || "comment",
  };
}
