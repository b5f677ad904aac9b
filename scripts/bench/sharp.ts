/** The library that the package `assets` uses, where it is installed. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

type Sharp = typeof import("../../packages/assets/node_modules/sharp/dist/index.d.cts");

export const sharp = createRequire(join(ROOT, "packages", "assets", "package.json"))("sharp") as Sharp;
