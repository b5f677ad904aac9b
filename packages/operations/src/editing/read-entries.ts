/** The texts of a site as the editing page lists and opens them. */
import type { EntryAnswer } from "@pivert/cms/protocol";
import { head, lastChangeOf, type Revision, readRevision, type SourceFile } from "@pivert/repository";
import type { EditingSite } from "./editing-site.ts";

/** The last answer to each question: the same revision answers the same. */
const KEPT = 200;
const kept = new Map<string, { id: string; answers: Promise<EntryAnswer[]> }>();

/** The entries of a folder, at most `depth` folders deep, with who changed each last. */
export function listEntries(
  site: EditingSite,
  folder: string,
  extension: string,
  depth: number,
): Promise<EntryAnswer[]> {
  const prefix = `${folder.replace(/\/+$/, "")}/`;
  return answerOnce(site, `${prefix} ${extension} ${depth}`, (files) =>
    files.filter(
      ({ path }) =>
        path.startsWith(prefix) &&
        path.endsWith(`.${extension}`) &&
        path.slice(prefix.length).split("/").length <= depth,
    ),
  );
}

/** Chosen files; one that does not exist has `data: null`. */
export async function readEntries(
  site: EditingSite,
  wanted: readonly { path: string; label?: string }[],
): Promise<EntryAnswer[]> {
  const revision = await openHead(site);
  if (!revision) return wanted.map(absent);
  try {
    const found = wanted.map(({ path }) => revision.files.find((file) => file.path === path));
    const answers = await describe(
      site,
      revision,
      found.filter((file) => file !== undefined),
    );
    return wanted.map((file) => {
      const answer = answers.find((candidate) => candidate.file.path === file.path);
      return answer ? { ...answer, file: { ...answer.file, label: file.label } } : absent(file);
    });
  } finally {
    await revision.close();
  }
}

export function absent({ path, label }: { path: string; label?: string }): EntryAnswer {
  return { data: null, file: { path, id: null, label } };
}

async function answerOnce(
  site: EditingSite,
  question: string,
  choose: (files: readonly SourceFile[]) => SourceFile[],
): Promise<EntryAnswer[]> {
  const id = await head(site.repository);
  if (id === undefined) return [];
  const key = `${site.repository} ${question}`;
  const known = kept.get(key);
  if (known?.id === id) return known.answers;
  const answers = (async () => {
    const revision = await readRevision(site.repository, id);
    try {
      return await describe(site, revision, choose(revision.files));
    } finally {
      await revision.close();
    }
  })();
  kept.delete(key);
  kept.set(key, { id, answers });
  answers.catch(() => kept.delete(key));
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return answers;
}

async function openHead({ repository }: EditingSite): Promise<Revision | undefined> {
  const id = await head(repository);
  return id === undefined ? undefined : readRevision(repository, id);
}

async function describe(site: EditingSite, revision: Revision, files: SourceFile[]): Promise<EntryAnswer[]> {
  const [texts, changes] = await Promise.all([
    revision.read(files),
    lastChangeOf(
      site.repository,
      files.map(({ path }) => path),
    ),
  ]);
  return files.map(({ path, oid }, index) => {
    const change = changes.get(path);
    return {
      data: texts[index]?.toString("utf8") ?? "",
      file: { path, id: oid, author: change?.author, updatedOn: change?.date },
    };
  });
}
