/** For the builder: compiles themes and renders pages; the types that themes and builder share. */
export { type CompileThemeOptions, compileTheme, type ThemeBundle } from "./compile-theme.ts";
export { accentFor, contrast } from "./components/colours.ts";
export { formatDay } from "./components/dates.ts";
export { formatBytes } from "./components/file-size.ts";
export { openTheme, type Theme } from "./open-theme.ts";
export { escapeAttribute, type PictureOptions, pictureHtml } from "./picture.ts";
export type { ThemeAbout } from "./theme-about.ts";
export { hashTheme } from "./theme-hash.ts";
export * from "./views.ts";
