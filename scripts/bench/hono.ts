/** The library that the package `server` answers with, where it is installed. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

type Library = typeof import("../../packages/server/node_modules/hono/dist/types/index.d.ts");

export const { Hono } = createRequire(join(ROOT, "packages", "server", "package.json"))("hono") as Library;
