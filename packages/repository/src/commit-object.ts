/** Git's commits, as bytes. */
import { formatSignature, parseSignature, type Signature } from "./author.ts";
import type { ObjectReader } from "./object-reader.ts";

export interface Commit {
  tree: string;
  parents: string[];
  author: Signature;
  message: string;
}

const MAX_MESSAGE = 10_000;

export function formatCommit({ tree, parents, author, message }: Commit): Buffer {
  const signature = formatSignature(author);
  const headers = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`)];
  const text = `${[...headers, `author ${signature}`, `committer ${signature}`].join("\n")}\n\n${message}\n`;
  return Buffer.from(text, "utf8");
}

/** A message as git keeps it: no spaces at the ends, no control characters, never empty. */
export function cleanMessage(message: string): string {
  const text = message
    .slice(0, MAX_MESSAGE)
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, "")
    .replace(/[ \t]+$/gm, "")
    .trim();
  return text === "" ? "Sans titre" : text;
}

export async function readCommit(objects: ObjectReader, oid: string): Promise<Commit> {
  const text = (await objects.read(oid, "commit")).toString("utf8");
  const end = text.indexOf("\n\n");
  const commit: Commit = { tree: "", parents: [], author: { name: "", email: "", date: new Date(0) }, message: "" };
  for (const line of text.slice(0, end).split("\n")) {
    const value = line.slice(line.indexOf(" ") + 1);
    if (line.startsWith("tree ") && commit.tree === "") commit.tree = value;
    else if (line.startsWith("parent ")) commit.parents.push(value);
    else if (line.startsWith("author ")) commit.author = parseSignature(value) ?? commit.author;
  }
  return { ...commit, message: text.slice(end + 2).trimEnd() };
}
