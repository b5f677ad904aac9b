import { pivertTheme } from "@pivert/theme-kit/astro";
import { defineConfig } from "astro/config";

export default defineConfig(pivertTheme());
