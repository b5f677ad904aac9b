/** The bundle's entry: what `openTheme` needs to render pages, taken from Astro once compiled. */
import { App } from "astro/app";
import { createApp } from "astro/app/entrypoint";

export const manifest = createApp({ streaming: false }).manifest;
export { App };
