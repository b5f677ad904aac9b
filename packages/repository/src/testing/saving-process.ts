/**
 * A program that, once it is told to on its input, saves texts to a repository, one after the other, and says on its
 * output which it was told are saved: `path revision`. Arguments: repository, a label, how many, and `plain` for
 * isomorphic-git as it comes.
 */
import { once } from "node:events";
import fs from "node:fs";
import * as isomorphic from "isomorphic-git";
import { commit } from "../commit.ts";

const [, , repository = "", label = "", count = "", how = ""] = process.argv;
const author = { name: label, email: `${label}@example.org` };

process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();

for (let index = 0; index < Number(count); index++) {
  // In a folder of its own: a folder of thousands would make each save slower than the one before.
  const path = `posts/${label}/${index}.md`;
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
  const tree = await writeIn(parent, path.split("/"));
  const ref = "refs/heads/main";
  return isomorphic.commit({ ...place, ref, author, message: path, tree, parent: [parent] });

  /** The tree with the content at that place in it. */
  async function writeIn(oid: string | undefined, [name = "", ...below]: string[]): Promise<string> {
    const entries = oid === undefined ? [] : (await isomorphic.readTree({ ...place, oid })).tree;
    const old = entries.find((entry) => entry.path === name);
    const entry =
      below.length > 0
        ? { mode: "040000", path: name, type: "tree" as const, oid: await writeIn(old?.oid, below) }
        : {
            mode: "100644",
            path: name,
            type: "blob" as const,
            oid: await isomorphic.writeBlob({ ...place, blob: content }),
          };
    return isomorphic.writeTree({ ...place, tree: [...entries.filter((other) => other !== old), entry] });
  }
}
