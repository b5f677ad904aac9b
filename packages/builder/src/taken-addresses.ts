/** Pages whose address is that of another page, or of a file. */
import { type Problem, problem } from "@pivert/model";
import type { PageDraft } from "./page-plan.ts";
import type { Assets } from "./process-assets.ts";

/** A file of `media/` that stands where a page's folders or its `index.html` would be. */
function fileInTheWay(path: string, files: Assets["byFile"]): string | undefined {
  const names = `${path.slice(1)}index.html`.split("/");
  const places = names.map((_, index) => names.slice(0, index + 1).join("/"));
  return places.find((place) => files.get(place)?.kind === "file");
}

/**
 * The first draft of a path stays. An entry at the address of a list, or of another page of ours, is left out and said;
 * only the pages of the law take an editor's page in.
 */
export function leaveOutTaken(drafts: PageDraft[], { byFile }: Assets, problems: Problem[]): PageDraft[] {
  const taken = new Map<string, PageDraft>();
  const [ours, entries] = [drafts.filter(({ entry }) => !entry), drafts.filter(({ entry }) => entry)];
  const notices = entries.filter(({ preamble }) => preamble !== undefined);
  for (const draft of [...notices, ...ours, ...entries]) {
    const first = taken.get(draft.path);
    const file = draft.entry && fileInTheWay(draft.path, byFile);
    if (first && !draft.entry && !first.entry)
      problems.push(
        problem("duplicate-slug", {
          file: "site.yaml",
          field: "collections",
          found: draft.path,
          expected: `la page « ${first.view.title} » du site`,
        }),
      );
    else if (draft.entry && file !== undefined)
      problems.push(problem("duplicate-slug", { file: draft.entry.file, line: 1, found: draft.path, expected: file }));
    else if (!first) taken.set(draft.path, draft);
    else if (draft.entry && draft.entry !== first.entry) {
      const expected = first.entry ? first.entry.file : `la page « ${first.view.title} » du site`;
      problems.push(problem("duplicate-slug", { file: draft.entry.file, line: 1, found: draft.path, expected }));
    }
  }
  return drafts.filter((draft) => taken.get(draft.path) === draft);
}
