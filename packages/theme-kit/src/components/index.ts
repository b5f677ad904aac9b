/** For themes: components, texts, dates, colours and types. */
export type * from "../views.ts";
export { default as Breadcrumb } from "./Breadcrumb.astro";
export { type AccentBackgrounds, accentFor, colourStyle, contrast } from "./colours.ts";
export {
  type DayParts,
  dayParts,
  formatDay,
  formatEventDates,
  formatEventTimes,
  formatMonth,
  machineDate,
  spansDays,
} from "./dates.ts";
export { default as EventFacts } from "./EventFacts.astro";
export { formatBytes } from "./file-size.ts";
export { default as Head } from "./Head.astro";
export { default as Languages } from "./Languages.astro";
export { languageName } from "./language-names.ts";
export { default as Menu } from "./Menu.astro";
export { default as Pagination } from "./Pagination.astro";
export { default as Picture } from "./Picture.astro";
export { phoneHref, phoneText } from "./phone.ts";
export { type Strings, strings } from "./strings.ts";
export { structuredData } from "./structured-data.ts";
