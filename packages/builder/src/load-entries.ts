/** The entries of a revision: front matter checked, Markdown rendered. What did not change is not read again. */

import { type RenderedMarkdown, splitFrontMatter } from "@pivert/markdown";
import {
  COLLECTIONS,
  type CollectionName,
  type Fields,
  type Problem,
  parseFields,
  problem,
  type Site,
} from "@pivert/model";
import type { Revision, SourceFile } from "@pivert/repository";
import type { BuildState } from "./build-state.ts";
import { digestOf } from "./digest.ts";
import { type EntryPlace, placeEntry } from "./entry-paths.ts";
import { findMissingAlt } from "./missing-alt.ts";
import { renderEntry } from "./render-entry.ts";

/** An entry, parsed and rendered; its HTML stays in the state until a page needs it. */
export interface Entry<Name extends CollectionName = CollectionName> extends EntryPlace {
  collection: Name;
  file: string;
  oid: string;
  /** What rendering depended on besides the file itself. */
  context: string;
  fields: Fields<Name>;
  /** The line of each field that is written, and of each photograph: `photos.2`. */
  lines: Record<string, number>;
  body: Omit<RenderedMarkdown, "html" | "problems">;
  /** Digest of the rendered HTML; `""` when the text is empty. */
  bodyDigest: string;
  problems: Problem[];
}

export interface LoadedEntries {
  /** Every entry that can be published, those of later dates included, sorted by file. */
  entries: Entry[];
  problems: Problem[];
}

/**
 * Loads all entries. One with an error keeps its last good version, or is left out when it has none.
 * @param context a digest of all that rendering depends on besides a file: engine, address, languages, paths
 */
export async function loadEntries(
  revision: Revision,
  site: Site,
  context: string,
  state: BuildState,
): Promise<LoadedEntries> {
  const files = revision.files.filter(({ path }) => placeEntry(path, site) !== undefined);
  const known = files.map((file) => state.entries.get(file.path));
  const stale = files.filter((file, index) => known[index]?.oid !== file.oid || known[index]?.context !== context);
  const problems: Problem[] = [];

  for (let from = 0; from < stale.length; from += READ_AT_ONCE) {
    const batch = stale.slice(from, from + READ_AT_ONCE);
    const contents = await revision.read(batch);
    for (const [index, file] of batch.entries()) {
      const parsed = parseEntry(file, contents[index] ?? Buffer.alloc(0), site, context);
      if ("entry" in parsed) state.putEntry(parsed.entry, parsed.html);
      else problems.push(...parsed.problems);
    }
  }
  // What cannot be read any more, such as a file grown too large, stays as it was published.
  const refused = [...state.entries.keys()].filter((path) => isRefused(path, revision.problems));
  const paths = [...new Set([...files.map(({ path }) => path), ...refused])].sort();
  state.keepEntries(new Set(paths));
  const entries = paths.flatMap((path) => {
    const entry = state.entries.get(path);
    if (!entry || entry.context === context) return entry ? [entry] : [];
    // A last good version from before the site's paths or languages changed takes its place among the others.
    const place = placeEntry(path, site);
    return place ? [{ ...entry, ...place }] : [];
  });
  for (const entry of entries) problems.push(...entry.problems);
  return { entries, problems };
}

/** Whether a file, or a folder that it lies in, was refused when the files were listed. */
function isRefused(path: string, problems: readonly Problem[]): boolean {
  return problems.some(({ file }) => path === file || path.startsWith(`${file}/`));
}

const READ_AT_ONCE = 500;

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseEntry(
  file: SourceFile,
  bytes: Buffer,
  site: Site,
  context: string,
): { entry: Entry; html: string } | { problems: Problem[] } {
  const { path, oid } = file;
  const place = placeEntry(path, site);
  if (!place) return { problems: [] };
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    // A fatal decoder throws at the first byte that is not UTF-8: that is the answer.
    return { problems: [problem("not-utf8", { file: path, line: lineOfBadByte(bytes) })] };
  }
  const { yaml, body, bodyLine } = splitFrontMatter(text, path);
  const { value: fields, problems } = parseFields(COLLECTIONS[place.collection].schema, yaml, path);
  if (!fields) return { problems };
  const lang = fields.lang ?? place.lang;
  const {
    html,
    problems: textProblems,
    ...rendered
  } = renderEntry(body, { ...place, lang, file: path, firstLine: bodyLine, site });
  const errors = textProblems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { problems: errors };
  const written = Object.keys((yaml.value ?? {}) as object);
  const lines = Object.fromEntries(written.map((name) => [name, yaml.lineOf([name])]));
  if ("photos" in fields)
    for (const index of fields.photos.keys()) lines[`photos.${index}`] = yaml.lineOf(["photos", index]);
  // The HTML holds numbered marks where the slots stand: what they stand for is part of the text.
  const bodyDigest = html === "" ? "" : digestOf(html + JSON.stringify(rendered.slots));
  return {
    entry: {
      ...place,
      lang: place.lang,
      file: path,
      oid,
      context,
      fields,
      lines,
      body: rendered,
      bodyDigest,
      problems: [...findMissingAlt(place.collection, fields, path, yaml.lineOf), ...textProblems],
    },
    html,
  };
}

function lineOfBadByte(bytes: Buffer): number {
  const decoder = new TextDecoder("utf-8");
  const before = decoder.decode(bytes).split("\ufffd", 1)[0] ?? "";
  return before.split("\n").length;
}
