/** What a build worker and its pool say to each other. */
import type { Problem } from "@pivert/model";
import type { BuildStep } from "./build-site.ts";
import type { BuilderFolders, BuildRequest, BuildResult } from "./open-builder.ts";

export type ToWorker = { kind: "open"; folders: BuilderFolders } | { kind: "build"; request: BuildRequest };

export type FromWorker =
  | { kind: "step"; step: BuildStep | "theme" }
  | { kind: "built"; result: BuildResult }
  | { kind: "failed"; error: { name: string; message: string; stack?: string; problems?: Problem[] } };
