/** Whether the page still waits for an entry that the server sends: its editor may have left, or begun to write. */
import { history } from "decap-cms-core/dist/esm/routing/history.js";
import type { Collection, DecapState } from "./decap-store.ts";
import { shows } from "./form-state.ts";

export function awaitsEntry({ entryDraft }: DecapState, collection: Collection, slug: string): boolean {
  const name = String(collection.get("name"));
  const isWritten = shows(entryDraft, name, slug) && entryDraft.get("hasChanged") === true;
  return isAddressOf(history.location.pathname, name, slug) && !isWritten;
}

export function isAddressOf(pathname: string, collection: string, slug: string): boolean {
  return pathname === `/collections/${collection}/entries/${slug}`;
}
