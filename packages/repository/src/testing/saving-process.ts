/**
 * A program that saves texts to a repository, one after the other, and says on its output which it was told are saved:
 * `path revision`. Arguments: repository, a label, how many, and `plain` for isomorphic-git as it comes.
 */
import fs from "node:fs";
import * as isomorphic from "isomorphic-git";
import { commit } from "../commit.ts";

const [, , repository = "", label = "", count = "", how = ""] = process.argv;
const author = { name: label, email: `${label}@example.org` };

for (let index = 0; index < Number(count); index++) {
  const path = `posts/${label}-${index}.md`;
  // Some saves bring an image, too long to be written at once.
  const content = index % 3 === 0 ? Buffer.alloc(300_000, Math.random().toString(36)) : Buffer.from(`Texte ${path}\n`);
  const revision = how === "plain" ? await savePlainly(path, content) : await save(path, content);
  process.stdout.write(`${path} ${revision}\n`);
}

async function save(path: string, content: Buffer): Promise<string> {
  const file = { path: path.replace("posts/", "media/").replace(".md", ".bin"), content };
  const changes = [{ path, content: `Texte ${path}\n` }, ...(content.length > 1000 ? [file] : [])];
  return (await commit({ repository, changes, author, message: path })).revision;
}

async function savePlainly(path: string, content: Buffer): Promise<string> {
  const place = { fs, gitdir: repository };
  const parent = await isomorphic.resolveRef({ ...place, ref: "refs/heads/main" });
  const { tree: root } = await isomorphic.readTree({ ...place, oid: parent });
  const posts = root.find((entry) => entry.path === "posts");
  const { tree: texts } = posts ? await isomorphic.readTree({ ...place, oid: posts.oid }) : { tree: [] };
  const blob = { mode: "100644", path: path.slice(6), type: "blob" as const };
  const text = await isomorphic.writeBlob({ ...place, blob: content });
  const tree = await isomorphic.writeTree({ ...place, tree: [...texts, { ...blob, oid: text }] });
  const folder = { mode: "040000", path: "posts", type: "tree" as const, oid: tree };
  const whole = await isomorphic.writeTree({ ...place, tree: [...root.filter((entry) => entry !== posts), folder] });
  const ref = "refs/heads/main";
  return isomorphic.commit({ ...place, ref, author, message: path, tree: whole, parent: [parent] });
}
