/**
 * What Decap's store knows of the form: the entry as it is written in it and, beside it, as the server is known to
 * hold it. The difference between the two, and nothing else, is what is not saved yet.
 */
import { type Map as ImmutableMap, is } from "immutable";
import { SOURCE } from "../entry-format.ts";

/** Decap's `entryDraft`. */
export type Form = ImmutableMap<string, unknown>;
/** An entry in Decap's store: `data`, `meta` and `mediaFiles` are written by the editor. */
export type Entry = ImmutableMap<string, unknown>;

/** What a save made of an entry. */
export interface SavedAs {
  slug: string;
  path: string;
  /** The file's text, as the server now has it. */
  text: string;
  /** The address in the form, where there is one. */
  address?: string;
  status: string;
  /** Whether the entry is published too. */
  isModification: boolean;
}

export interface Save {
  /** Names the form that was saved: another may be open when the answer comes. */
  key: unknown;
  /** The entry as it was in the form when it was sent. */
  sent: Entry;
  as: SavedAs;
}

/** A form just opened on what the server answered. */
export function opened(form: Form): Form {
  return form.set("saved", form.get("entry"));
}

/** A form whose fields an editor has changed, or changed back. */
export function changed(form: Form): Form {
  return form.set("hasChanged", !sameContent(entryOf(form), form.get("saved") as Entry | undefined));
}

/** The form once the server has answered: what was written during the save stays, and is not saved yet. */
export function afterSave(form: Form, { key, sent, as }: Save): Form {
  if (form.get("key") !== key) return form;
  const entry = entryOf(form);
  // The address that the entry was given is shown, unless the editor is writing another.
  const addressed = is(entry.get("meta"), sent.get("meta"));
  const now = savedEntry(entry, addressed ? as : { ...as, address: undefined });
  return changed(form.set("saved", savedEntry(sent, as)).set("entry", now));
}

/** The entry as the server has it after a save. */
export function savedEntry(entry: Entry, { slug, path, text, address, status, isModification }: SavedAs): Entry {
  const saved = entry
    .delete("isPersisting")
    .merge({ slug, path, status, isModification, newRecord: false })
    .setIn(["data", SOURCE], text);
  return address === undefined ? saved : saved.setIn(["meta", "path"], address);
}

export interface Publication {
  collection: string;
  /** The slug of the draft. */
  slug: string;
  /** The slug of the entry now: a moved one has another. */
  published: string;
}

/** The form of an entry that has just been published. */
export function afterPublication(form: Form, { collection, slug, published }: Publication): Form {
  if (!shows(form, collection, slug)) return form;
  const settle = (entry: unknown) =>
    (entry as Entry | undefined)
      ?.merge({ slug: published, isModification: false })
      .deleteAll(["status", "isPublishing"]);
  return form.update("entry", settle).update("saved", settle);
}

/** A form with the text that was found on this device in place of the server's. */
export function restored(form: Form): Form {
  const found = form.getIn(["localBackup", "entry"]) as Entry;
  const isModification = entryOf(form)?.get("isModification") ?? false;
  const entry = found.merge({ isModification, newRecord: !found.get("path") });
  return form.delete("localBackup").set("entry", entry).set("hasChanged", true);
}

/** Whether the form is that of an entry. */
export function shows(form: Form, collection: string, slug: string): boolean {
  return form.getIn(["entry", "collection"]) === collection && form.getIn(["entry", "slug"]) === slug;
}

function entryOf(form: Form): Entry {
  return form.get("entry") as Entry;
}

function sameContent(a: Entry, b: Entry | undefined): boolean {
  return b !== undefined && ["data", "meta", "mediaFiles"].every((part) => is(a.get(part), b.get(part)));
}
