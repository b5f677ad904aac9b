/** Runs a site's theme under Astro's dev server, on the site's content as it is now. */
import { watch } from "node:fs";
import { join } from "node:path";
import { openPreview } from "@pivert/builder/preview";
import { startThemeDev } from "@pivert/theme-kit/dev";
import { DATA, FOLDERS, siteFolder } from "./project.ts";

export interface DevelopSiteOptions {
  site: string;
  port: number;
  /** Told when the content cannot be read; what was shown before stays. */
  onError: (error: unknown) => void;
}

export async function developSite({
  site,
  port,
  onError,
}: DevelopSiteOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = siteFolder(site);
  const preview = await openPreview({ source: { folder }, state: join(DATA, "dev", site), folders: FOLDERS });
  const listeners: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      preview.refresh().then(() => {
        for (const listener of listeners) listener();
      }, onError);
    }, 60);
  });
  const server = await startThemeDev({
    theme: join(FOLDERS.themes, preview.theme),
    port,
    source: {
      viewOf: async (path) => preview.viewOf(path),
      fileOf: (path) => preview.fileOf(path),
      onChange: (listener) => void listeners.push(listener),
    },
  });
  return {
    url: server.url,
    async stop() {
      watcher.close();
      clearTimeout(timer);
      await server.stop();
      await preview.close();
    },
  };
}
