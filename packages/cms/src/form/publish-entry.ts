/** « Publier »: merges the draft. What is written in the form meanwhile stays there, not saved yet. */
import {
  UNPUBLISHED_ENTRY_PUBLISH_FAILURE,
  UNPUBLISHED_ENTRY_PUBLISH_REQUEST,
  UNPUBLISHED_ENTRY_PUBLISH_SUCCESS,
} from "decap-cms-core/dist/esm/actions/editorialWorkflow.js";
import {
  createDraftFromEntry,
  entryLoaded,
  loadEntries,
  tryLoadEntry,
} from "decap-cms-core/dist/esm/actions/entries.js";
import { loadMedia } from "decap-cms-core/dist/esm/actions/mediaLibrary.js";
import { addNotification } from "decap-cms-core/dist/esm/actions/notifications.js";
import { currentBackend } from "decap-cms-core/dist/esm/backend.js";
import { selectUnpublishedEntry } from "decap-cms-core/dist/esm/reducers/index.js";
import { navigateToEntry } from "decap-cms-core/dist/esm/routing/history.js";
import { SOURCE } from "../entry-format.ts";
import type { Collection, Dispatch, GetState } from "./decap-store.ts";
import { type Publication, shows } from "./form-state.ts";
import { addressOf } from "./save-entry.ts";

/** Resolves to whether it was published; the page has said why not. */
export function publishEntry(name: string, draft: string) {
  return async (dispatch: Dispatch, getState: GetState): Promise<boolean> => {
    const state = getState();
    const collection = state.collections.get(name) as Collection;
    const entry = selectUnpublishedEntry(state, name, draft);
    dispatch({ type: UNPUBLISHED_ENTRY_PUBLISH_REQUEST, payload: { collection: name, slug: draft } });
    try {
      await currentBackend(state.config).publishUnpublishedEntry(entry);
    } catch (error) {
      dispatch(
        addNotification({
          message: { key: "ui.toast.onFailToPublishEntry", details: error },
          type: "error",
          dismissAfter: 8000,
        }),
      );
      dispatch({ type: UNPUBLISHED_ENTRY_PUBLISH_FAILURE, payload: { collection: name, slug: draft } });
      return false;
    }
    const published = collection.has("folder") ? addressOf(collection, String(entry?.get("path"))) : draft;
    const wasOpen = shows(getState().entryDraft, name, draft);
    dispatch(addNotification({ message: { key: "ui.toast.entryPublished" }, type: "success", dismissAfter: 4000 }));
    dispatch({
      type: UNPUBLISHED_ENTRY_PUBLISH_SUCCESS,
      payload: { collection: name, slug: draft, published } satisfies Publication,
    });
    if (wasOpen && published !== draft) navigateToEntry(name, published);
    void dispatch(loadMedia());
    await showPublished(collection, published, dispatch, getState);
    return true;
  };
}

/** Takes what was published into the list, and into the form if somebody else's changes were merged into it. */
async function showPublished(
  collection: Collection,
  slug: string,
  dispatch: Dispatch,
  getState: GetState,
): Promise<void> {
  try {
    const loaded = await tryLoadEntry(getState(), collection, slug);
    dispatch(entryLoaded(collection, loaded));
    const form = getState().entryDraft;
    const isTheirs = form.getIn(["entry", "data", SOURCE]) !== loaded.data[SOURCE];
    if (isTheirs && !form.get("hasChanged") && shows(form, String(collection.get("name")), slug))
      dispatch(createDraftFromEntry(loaded));
    if (collection.has("folder")) await dispatch(loadEntries(collection));
  } catch {
    // It is published: the list shows it at its next opening.
  }
}
