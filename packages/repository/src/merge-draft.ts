import { isUtf8 } from "node:buffer";
import { problem } from "@pivert/model";
import { RefusedChange } from "./change.ts";
import type { CheckedChange } from "./commit.ts";
import { readCommit } from "./commit-object.ts";
import { describeConflict } from "./conflict.ts";
import { diffTrees } from "./diff-trees.ts";
import { mergeBoth, mergeText } from "./merge-text.ts";
import type { Workshop } from "./move-branch.ts";
import { type MovedFile, pairMoves } from "./pair-moves.ts";
import type { Draft } from "./read-drafts.ts";
import { isText } from "./text-file.ts";
import { TreeEditor } from "./tree-editor.ts";

/** What to do about a file that `main` and the draft both changed in one place. */
export interface Resolution {
  /** What `main` holds, as its author has seen it: a blob id, or `null` for a file that was removed. */
  theirs: string | null;
  /** `mine`: the file is as the draft has it. `both`: places that collide have what `main` says, then what the draft does. */
  keep: "mine" | "both";
}

/**
 * What to change in `main` so that it has what the draft changed.
 * @param tip the commit of `main`
 * @param resolutions by the path that the file has in `main`
 * @throws Conflict for a file that both changed in one place, unless its resolution knows what `main` holds
 * @throws RefusedChange when a file would move to the place of another
 */
export async function mergeDraft(
  { objects, writer }: Pick<Workshop, "objects" | "writer">,
  tip: string,
  draft: Draft,
  resolutions: Readonly<Record<string, Resolution>> = {},
): Promise<CheckedChange[]> {
  const [before, after, main] = [
    (await readCommit(objects, draft.base)).tree,
    (await readCommit(objects, draft.revision)).tree,
    new TreeEditor(objects, (await readCommit(objects, tip)).tree),
  ];
  const files = pairMoves(await diffTrees(objects, before, after));
  const changes: CheckedChange[] = [];
  for (const file of files) {
    const path = file.movedFrom ?? file.path;
    const now = await main.find(path);
    const resolution = Object.hasOwn(resolutions, path) ? resolutions[path] : undefined;
    const merged = await mergeFile(file, now, resolution?.theirs === (now ?? null) ? resolution.keep : undefined);
    if (merged === "conflict") throw await describeConflict(objects, tip, path, now);
    if (file.movedFrom !== undefined) {
      const taken = await main.find(file.path);
      if (taken !== undefined && taken !== merged) {
        // Nothing that is kept of two texts makes one place of theirs two.
        if (resolution || Object.hasOwn(resolutions, file.path))
          throw new RefusedChange([problem("duplicate-name", { file: file.path, expected: file.path })]);
        throw await describeConflict(objects, tip, file.path, taken);
      }
      if (now !== undefined) changes.push({ path: file.movedFrom, delete: true });
    }
    changes.push(merged === undefined ? { path: file.path, delete: true } : { path: file.path, oid: merged });
  }
  return changes;

  /** The blob that the file shall have; `undefined` for none. */
  async function mergeFile(
    file: MovedFile,
    now: string | undefined,
    keep: Resolution["keep"] | undefined,
  ): Promise<string | undefined | "conflict"> {
    if (now === file.before || now === file.after) return file.after;
    const texts = isText(file.path) ? await Promise.all([file.before, now, file.after].map(readText)) : [];
    const [base, ours, theirs] = texts;
    const both = keep === "both" && ours !== undefined && theirs !== undefined;
    if (!both && (base === undefined || ours === undefined || theirs === undefined))
      return keep === undefined ? goneAlready(file, now) : file.after;
    const sides = [base ?? "", ours ?? "", theirs ?? ""] as const;
    const merged = mergeText(...sides) ?? (both ? mergeBoth(...sides) : undefined);
    if (merged === undefined) return keep === undefined ? "conflict" : file.after;
    return writer.write("blob", Buffer.from(merged, "utf8"));
  }

  async function readText(oid: string | undefined): Promise<string | undefined> {
    const bytes = oid === undefined ? undefined : await objects.read(oid, "blob");
    return bytes && isUtf8(bytes) ? bytes.toString("utf8") : undefined;
  }

  /** A file that moves may have moved already, by a publication whose answer was lost. */
  async function goneAlready(file: MovedFile, now: string | undefined): Promise<string | undefined | "conflict"> {
    const moved = file.movedFrom !== undefined && now === undefined && (await main.find(file.path)) === file.after;
    return moved ? file.after : "conflict";
  }
}
