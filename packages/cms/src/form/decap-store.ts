/** What we use of Decap's store. */
import type { Map as ImmutableMap } from "immutable";
import type { Entry, Form } from "./form-state.ts";

export type Collection = ImmutableMap<string, unknown>;

export interface DecapState {
  config: object;
  collections: ImmutableMap<string, Collection>;
  entryDraft: Form;
}

export type GetState = () => DecapState;

export type Thunk<Result> = (dispatch: Dispatch, getState: GetState) => Result;

export interface Dispatch {
  <Result>(thunk: Thunk<Result>): Result;
  (action: { type: string; payload: object }): void;
}

/** An entry as Decap's backend gives it. */
export interface LoadedEntry {
  data: Record<string, unknown>;
}

export interface DecapBackend {
  persistEntry(options: object): Promise<string>;
  persistUnpublishedEntry(options: object): Promise<string>;
  publishUnpublishedEntry(entry: Entry | undefined): Promise<void>;
}
