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
