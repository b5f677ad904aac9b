/** Starts `build-sites.ts` as the command line starts: with code that an earlier run has compiled. */
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("./build-sites.ts");
