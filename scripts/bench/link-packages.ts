/** Gives an Astro project of the bench the packages that it imports: Astro and the theme kit. */
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

/** Where both are installed, for the themes of tests. */
const INSTALLED = join(ROOT, "packages", "test-site", "node_modules");

export function linkPackages(project: string): void {
  const modules = join(project, "node_modules");
  rmSync(modules, { recursive: true, force: true });
  // A folder of its own: Astro and Vite keep their caches in it.
  mkdirSync(modules, { recursive: true });
  for (const name of ["astro", "@pivert"]) symlinkSync(join(INSTALLED, name), join(modules, name));
}
