import { readFileSync } from "node:fs";
import { defineConfig } from "astro/config";

const { url } = JSON.parse(readFileSync(new URL("./src/site.json", import.meta.url), "utf8"));

export default defineConfig({
  site: url,
  trailingSlash: "always",
  // One stylesheet, as in the other tools.
  build: { inlineStylesheets: "never" },
});
