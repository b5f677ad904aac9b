/** What a preview worker and the process that asks it say to each other. */
import type { Problem } from "@pivert/model";
import type { BuilderFolders } from "./open-builder.ts";

/** A look at a site as a commit would make it. */
export interface PreviewRequest {
  site: string;
  repository: string;
  /** The commit: that of a draft, or a published one. */
  revision: string;
  /** The file that the preview is about: it is shown whatever its dates, and its problems are told. */
  entry?: string;
  /** What is asked for, such as `/actualites/balade/`; nothing when only the entry's place is. */
  path?: string;
}

export interface PreviewAnswer {
  /** Where the entry is seen. */
  entryPath: string;
  /** What is wrong with the entry. */
  problems: Problem[];
  /** `undefined`: nothing was asked for, or there is no such file. */
  content?: PreviewContent;
}

export type PreviewContent =
  /** `status` is 404 for the site's own page for what is missing. */
  { kind: "page"; status: 200 | 404; html: string } | { kind: "file"; type: string; bytes: Uint8Array };

export type ToPreviewWorker =
  | { kind: "open"; folders: BuilderFolders; state: string }
  | { kind: "ask"; id: number; request: PreviewRequest };

export type FromPreviewWorker =
  | { id: number; answer: PreviewAnswer }
  /** `problems`: the site's settings cannot be read. */
  | { id: number; failure: { message: string; problems?: Problem[] } };
