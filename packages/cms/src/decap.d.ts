/** What we use of Decap's modules, which ship no types of their own (or types too loose to help). */

declare module "decap-cms-core" {
  import type { ComponentType } from "react";

  interface Cms {
    init(options: { config: object }): void;
    registerBackend(name: string, backend: unknown): void;
    registerWidget(widget: unknown): void;
    registerLocale(name: string, phrases: object): void;
    registerEditorComponent(component: object): void;
    getEditorComponents(): unknown;
    registerCustomFormat(name: string, extension: string, format: object): void;
    registerEventListener(listener: { name: string; handler: (event: unknown) => unknown }): void;
    registerPreviewTemplate(name: string, component: ComponentType<never>): void;
  }
  export const DecapCmsCore: Cms;
}

declare module "decap-cms-core/dist/esm/formats/yaml.js" {
  const yaml: {
    fromFile(text: string): unknown;
    toFile(data: object, sortedKeys?: string[], comments?: Record<string, string>): string;
  };
  export default yaml;
}

declare module "decap-cms-core/dist/esm/actions/entries.js" {
  type Collection = import("./form/decap-store.ts").Collection;
  type DecapState = import("./form/decap-store.ts").DecapState;
  type LoadedEntry = import("./form/decap-store.ts").LoadedEntry;
  type Thunk<Result> = import("./form/decap-store.ts").Thunk<Result>;
  type Entry = import("./form/form-state.ts").Entry;

  export function createDraftFromEntry(entry: LoadedEntry): { type: string; payload: object };
  export function entryLoaded(collection: Collection, entry: LoadedEntry): { type: string; payload: object };
  export function getMediaAssets(options: { entry: Entry }): object[];
  export function getSerializedEntry(collection: Collection, entry: Entry): Entry;
  export function loadEntries(collection: Collection): Thunk<Promise<unknown>>;
  export function tryLoadEntry(state: DecapState, collection: Collection, slug: string): Promise<LoadedEntry>;
}

declare module "decap-cms-core/dist/esm/actions/editorialWorkflow.js" {
  type Collections = import("./form/decap-store.ts").DecapState["collections"];
  type Thunk<Result> = import("./form/decap-store.ts").Thunk<Result>;

  export const UNPUBLISHED_ENTRY_PERSIST_REQUEST: string;
  export const UNPUBLISHED_ENTRY_PERSIST_SUCCESS: string;
  export const UNPUBLISHED_ENTRY_PERSIST_FAILURE: string;
  export const UNPUBLISHED_ENTRY_PUBLISH_REQUEST: string;
  export const UNPUBLISHED_ENTRY_PUBLISH_SUCCESS: string;
  export const UNPUBLISHED_ENTRY_PUBLISH_FAILURE: string;
  export function loadUnpublishedEntries(collections: Collections): Thunk<void>;
}

declare module "decap-cms-core/dist/esm/actions/mediaLibrary.js" {
  type Thunk<Result> = import("./form/decap-store.ts").Thunk<Result>;

  export function loadMedia(): Thunk<Promise<unknown>>;
}

declare module "decap-cms-core/dist/esm/actions/notifications.js" {
  interface Notification {
    message: string | { key: string; details?: unknown };
    type: "success" | "warning" | "error";
    dismissAfter: number;
  }
  export function addNotification(notification: Notification): { type: string; payload: object };
}

declare module "decap-cms-core/dist/esm/backend.js" {
  type DecapBackend = import("./form/decap-store.ts").DecapBackend;

  export function currentBackend(config: object): DecapBackend;
}

declare module "decap-cms-core/dist/esm/reducers/index.js" {
  import type { List } from "immutable";

  type DecapState = import("./form/decap-store.ts").DecapState;
  type Entry = import("./form/form-state.ts").Entry;

  export function selectUnpublishedEntry(state: DecapState, collection: string, slug: string): Entry | undefined;
  export function selectPublishedSlugs(state: DecapState, collection: string): List<string>;
  export function selectUnpublishedSlugs(state: DecapState, collection: string): List<string>;
}

declare module "decap-cms-core/dist/esm/routing/history.js" {
  export const history: { location: { pathname: string } };
  export function navigateToEntry(collection: string, slug: string): void;
}

declare module "decap-cms-backend-proxy" {
  export interface ProxyConfig {
    backend: { name: string; proxy_url: string; branch: string };
    media_folder: string;
  }
  export class ProxyBackend {
    constructor(config: ProxyConfig, options?: object);
    branch: string;
    mediaFolder: string;
    proxyUrl: string;
    options: { initialWorkflowStatus?: string };
    request(payload: { action: string; params: Record<string, unknown> }): Promise<unknown>;
    isGitBackend(): boolean;
    authComponent(): unknown;
    restoreUser(user: unknown): Promise<unknown>;
    authenticate(credentials: unknown): Promise<unknown>;
    logout(): unknown;
    status(): Promise<unknown>;
    getMedia(folder?: string): Promise<unknown>;
    getMediaFile(path: string): Promise<unknown>;
    persistMedia(asset: unknown, options: unknown): Promise<unknown>;
    persistEntry(entry: unknown, options: unknown): Promise<unknown>;
    unpublishedEntryMediaFile(collection: string, slug: string, path: string, id: string): Promise<unknown>;
    deleteUnpublishedEntry(collection: string, slug: string): Promise<unknown>;
    deleteFiles(paths: string[], commitMessage: string): Promise<unknown>;
    publishUnpublishedEntry(collection: string, slug: string): Promise<unknown>;
  }
}

declare module "decap-cms-lib-util" {
  export class APIError extends Error {
    constructor(message: string, status: number | null, api: string, meta?: object);
    status: number | null;
  }
}

declare module "decap-cms-widget-*" {
  const widget: { Widget(options?: object): object; controlComponent: import("react").ComponentClass<never> };
  export default widget;
}

declare module "decap-cms-widget-markdown" {
  const widget: {
    Widget(options?: object): object;
    controlComponent: import("react").ComponentClass<import("./widgets/control.ts").ControlProps<string>>;
  };
  export default widget;
}

declare module "decap-cms-widget-markdown/dist/esm/serializers" {
  import type { Descendant } from "slate";
  export function markdownToSlate(markdown: string, options: { voidCodeBlock: boolean }): Descendant[];
  export function slateToMarkdown(tree: Descendant[], options: { voidCodeBlock: boolean }): string;
}

declare module "decap-cms-widget-markdown/dist/esm/MarkdownControl/plugins/*" {
  import type { Editor } from "slate";

  const plugin: (editor: Editor) => Editor;
  export default plugin;
}

declare module "decap-cms-widget-richtext" {
  const widget: {
    Widget(options?: object): object;
    controlComponent: import("react").ComponentClass<import("./widgets/control.ts").ControlProps<string>>;
  };
  export default widget;
}

declare module "decap-cms-widget-richtext/dist/esm/serializers" {
  export function markdownToSlate(
    markdown: string,
    options: { voidCodeBlock: boolean; editorComponents: unknown },
  ): unknown[];
  export function slateToMarkdown(
    tree: unknown[],
    options: { voidCodeBlock: boolean },
    editorComponents: unknown,
  ): string;
}

declare module "decap-cms-locales" {
  export const en: object;
}
