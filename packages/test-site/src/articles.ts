/** For tests only: articles of two invented associations, in the HTML that WordPress 7.1 and SPIP 4.4 made of them. */
import { readFileSync } from "node:fs";

export interface Article {
  /** `wordpress/post/50`, `spip/article/7`. */
  name: string;
  html: string;
}

interface WordPressArticle {
  id: number;
  type: string;
  html: string;
  /** Without what WordPress fills with other articles. */
  html_static?: string;
}

interface SpipText {
  type: string;
  id: number;
  field: string;
  html: string;
}

/** All articles that have a text, published or not. */
export function articles(): Article[] {
  return [...wordpressArticles(), ...spipArticles()].filter(({ html }) => html.trim() !== "");
}

function wordpressArticles(): Article[] {
  const oracle = read<WordPressArticle[]>("wordpress");
  return oracle.map(({ type, id, html, html_static }) => ({
    name: `wordpress/${type}/${id}`,
    html: html_static ?? html,
  }));
}

/** The texts of one object as one article, notes last, as its page shows them. */
function spipArticles(): Article[] {
  const { entries } = read<{ entries: SpipText[] }>("spip");
  const byObject = new Map<string, Map<string, string>>();
  for (const { type, id, field, html } of entries) {
    const name = `spip/${type}/${id}`;
    byObject.set(name, (byObject.get(name) ?? new Map()).set(field, html));
  }
  const texts = ["descriptif", "chapo", "texte", "ps", "notes"];
  return [...byObject].map(([name, fields]) => ({
    name,
    html: texts.map((field) => fields.get(field) ?? "").join("\n"),
  }));
}

/** Addresses of these sites' own files and pages as paths of a site of ours. */
export function ownAddress(written: string): string {
  const path = written.replace(/^(?:https?:)?\/\/(?:www\.)?(?:velo-lavallee|tilleuls-fontaine)\.example(?=\/)/, "");
  // What lies on another site is taken as brought over too.
  if (/^https?:.*\.(?:jpe?g|png)(?:\?|$)/.test(path)) return `/media/${new URL(path).pathname.split("/").at(-1)}`;
  const file = /^\/?(?:wp-content\/uploads|IMG)\/([^?#]*)/.exec(path)?.[1];
  return file ? `/media/${file.replace(/-\d+x\d+(?=\.\w+$)/, "")}` : path;
}

function read<Content>(system: string): Content {
  return JSON.parse(readFileSync(new URL(`../fixtures/${system}/oracle.json`, import.meta.url), "utf8"));
}
