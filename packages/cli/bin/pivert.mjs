/**
 * Starts the command line with code that an earlier run has compiled: stripping types and compiling cost a tenth of a
 * second. In JavaScript, since Node loads its stripper of types for a first file in TypeScript. Workers get the same
 * cache through their environment.
 */
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("../src/main.ts");
