/** A draft as visitors would see it once published. */
import type { PreviewAnswer, Previewer } from "@pivert/builder/previewer";
import { type Draft, type EntryName, readDraft } from "@pivert/repository";
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
  const draft = await readDraft(site.repository, name);
  if (!draft) return undefined;
  const entry = draft.files.find((file) => file.oid !== null && file.path.endsWith(".md"))?.path;
  const { revision } = draft;
  return { draft, ...(await previewer.ask({ site: site.name, repository: site.repository, revision, entry, path })) };
}
