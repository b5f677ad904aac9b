/** A draft as visitors would see it once published. */
import type { PreviewAnswer, Previewer } from "@pivert/builder/previewer";
import {
  Conflict,
  type Draft,
  type EntryName,
  head,
  mergedRevision,
  RefusedChange,
  readDraft,
} from "@pivert/repository";
import type { EditingSite } from "./editing-site.ts";

export interface DraftPreview extends PreviewAnswer {
  draft: Draft;
}

/**
 * @param path what is asked for of the site with the draft in it; nothing to learn only where the entry is seen
 * @returns `undefined` when there is no such draft: it was published, or taken away
 * @throws ContentError when the draft is of settings that cannot be read
 * @throws PreviewError
 */
export async function previewDraft(
  site: EditingSite,
  previewer: Previewer,
  name: EntryName,
  path?: string,
): Promise<DraftPreview | undefined> {
  const { repository } = site;
  const draft = await readDraft(repository, name);
  if (!draft) return undefined;
  const entry = draft.files.find((file) => file.oid !== null && file.path.endsWith(".md"))?.path;
  const revision = await shownRevision(repository, draft);
  return { draft, ...(await previewer.ask({ site: site.name, repository, revision, entry, path })) };
}

/** A page asks for many files: what it is of is worked out once. */
const known = new Map<string, Promise<string>>();
const KNOWN_AT_MOST = 100;

/** The draft upon what is published now; the draft as it was saved, when it conflicts with that. */
async function shownRevision(repository: string, draft: Draft): Promise<string> {
  // Made again each day: what no branch leads to is removed after some weeks.
  const day = new Date().toISOString().slice(0, 10);
  const key = `${repository} ${draft.revision} ${await head(repository)} ${day}`;
  const revision =
    known.get(key) ??
    mergedRevision(repository, draft).catch((error) => {
      if (error instanceof Conflict || error instanceof RefusedChange) return draft.revision;
      throw error;
    });
  known.delete(key);
  known.set(key, revision);
  revision.catch(() => known.delete(key));
  for (const oldest of known.keys()) {
    if (known.size <= KNOWN_AT_MOST) break;
    known.delete(oldest);
  }
  return revision;
}
