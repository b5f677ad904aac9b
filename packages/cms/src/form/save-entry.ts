/**
 * « Enregistrer »: sends the entry in the form. Decap's own way reloads the form afterwards, or calls it saved whatever
 * was written during the save: letters are lost. Here the form stays open, and knows what the server has.
 */

import {
  loadUnpublishedEntries,
  UNPUBLISHED_ENTRY_PERSIST_FAILURE,
  UNPUBLISHED_ENTRY_PERSIST_REQUEST,
  UNPUBLISHED_ENTRY_PERSIST_SUCCESS,
} from "decap-cms-core/dist/esm/actions/editorialWorkflow.js";
import { getMediaAssets, getSerializedEntry } from "decap-cms-core/dist/esm/actions/entries.js";
import { addNotification } from "decap-cms-core/dist/esm/actions/notifications.js";
import { currentBackend } from "decap-cms-core/dist/esm/backend.js";
import {
  selectPublishedSlugs,
  selectUnpublishedEntry,
  selectUnpublishedSlugs,
} from "decap-cms-core/dist/esm/reducers/index.js";
import { navigateToEntry } from "decap-cms-core/dist/esm/routing/history.js";
import type { Collection, Dispatch, GetState } from "./decap-store.ts";
import { type Entry, type SavedAs, savedEntry } from "./form-state.ts";
import { lastSaved } from "./saved-files.ts";

/** A save that was answered. */
export interface Saved {
  slug: string;
  /** Whether something was written in the form meanwhile. */
  changedSince: boolean;
}

const SAVED_IN_PART = "Enregistré, sauf ce que vous avez écrit depuis : enregistrez de nouveau.";

/** One save after the other: each says what it replaces, which is what the one before it wrote. */
let previous: Promise<unknown> = Promise.resolve();

/** Resolves to `undefined` when nothing was saved; the page has then said why. */
export function saveEntry(collection: Collection) {
  return (dispatch: Dispatch, getState: GetState): Promise<Saved | undefined> => {
    const key = getState().entryDraft.get("key");
    const turn = previous.then(() => saveForm(key, collection, dispatch, getState));
    previous = turn.catch(() => undefined);
    return turn;
  };
}

async function saveForm(
  key: unknown,
  collection: Collection,
  dispatch: Dispatch,
  getState: GetState,
): Promise<Saved | undefined> {
  const state = getState();
  const form = state.entryDraft;
  if (form.get("key") !== key) return undefined;
  const sent = form.get("entry") as Entry;
  if (!form.get("hasChanged") && sent.get("slug")) return { slug: String(sent.get("slug")), changedSince: false };
  if (!isValid(form.get("fieldsErrors"), dispatch)) return undefined;
  const name = String(collection.get("name"));
  const slugBefore = String(sent.get("slug") ?? "");
  const draft = selectUnpublishedEntry(state, name, slugBefore);
  const backend = currentBackend(state.config);
  dispatch(loadUnpublishedEntries(state.collections));
  dispatch({ type: UNPUBLISHED_ENTRY_PERSIST_REQUEST, payload: { collection: name, slug: slugBefore } });
  try {
    const slug = await (draft ? backend.persistUnpublishedEntry : backend.persistEntry).call(backend, {
      config: state.config,
      collection,
      entryDraft: form.set("entry", getSerializedEntry(collection, sent)),
      assetProxies: getMediaAssets({ entry: sent }),
      usedSlugs: selectPublishedSlugs(state, name).concat(selectUnpublishedSlugs(state, name)),
    });
    const as = savedAs({ collection, sent, draft, slug });
    dispatch({
      type: UNPUBLISHED_ENTRY_PERSIST_SUCCESS,
      payload: { collection: name, entry: savedEntry(sent, as), save: { key, sent, as } },
    });
    const after = getState().entryDraft;
    const isOpen = after.get("key") === key;
    const changedSince = isOpen && after.get("hasChanged") === true;
    dispatch(
      addNotification({
        message: changedSince ? SAVED_IN_PART : { key: "ui.toast.entrySaved" },
        type: changedSince ? "warning" : "success",
        dismissAfter: changedSince ? 8000 : 4000,
      }),
    );
    if (isOpen && slug !== slugBefore) navigateToEntry(name, slug);
    return { slug, changedSince };
  } catch (error) {
    dispatch(
      addNotification({
        message: { key: "ui.toast.onFailToPersist", details: error },
        type: "error",
        dismissAfter: 8000,
      }),
    );
    dispatch({ type: UNPUBLISHED_ENTRY_PERSIST_FAILURE, payload: { collection: name, slug: slugBefore, error } });
    return undefined;
  }
}

interface SaveAnswered {
  collection: Collection;
  sent: Entry;
  /** The draft that there was before, in Decap's store. */
  draft: Entry | undefined;
  slug: string;
}

function savedAs({ collection, sent, draft, slug }: SaveAnswered): SavedAs {
  const file = lastSaved(String(collection.get("name")), slug);
  if (!file) throw new Error("La page ne sait pas ce qui a été enregistré : rechargez-la.");
  return {
    slug,
    ...file,
    ...(collection.hasIn(["meta", "path"]) ? { address: addressOf(collection, file.path) } : {}),
    status: String(draft?.get("status") ?? "draft"),
    isModification: draft ? draft.get("isModification") === true : sent.get("newRecord") !== true,
  };
}

/** The path of an entry in its collection, without extension: its slug once it is published. */
export function addressOf(collection: Collection, path: string): string {
  return path.slice(String(collection.get("folder")).length + 1).replace(/\.md$/, "");
}

function isValid(errors: unknown, dispatch: Dispatch): boolean {
  const lists = [...(errors as Map<string, { type?: string }[]>).values()];
  if (lists.length === 0) return true;
  if (lists.flat().some(({ type }) => type === "PRESENCE"))
    dispatch(addNotification({ message: { key: "ui.toast.missingRequiredField" }, type: "error", dismissAfter: 8000 }));
  return false;
}
