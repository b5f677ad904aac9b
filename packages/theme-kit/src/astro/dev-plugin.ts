import type { Plugin } from "vite";
export function devServerPlugin(): Plugin {
  return { name: "x" };
}
