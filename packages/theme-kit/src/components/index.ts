/** For themes: components, texts, dates, colours and types. */
export type { ThemeAbout } from "../theme-about.ts";
export type * from "../views.ts";
export { default as Breadcrumb } from "./Breadcrumb.astro";
export { default as Card } from "./Card.astro";
export { accentFor, colourStyle, contrast } from "./colours.ts";
export {
  type DayParts,
  dayParts,
  formatDay,
  formatEventDates,
  formatEventTimes,
  formatMonth,
  formatWeekday,
  machineDate,
  spansDays,
} from "./dates.ts";
export { default as EntryArticle } from "./EntryArticle.astro";
export { default as EventFacts } from "./EventFacts.astro";
export { default as EventItem } from "./EventItem.astro";
export { formatBytes } from "./file-size.ts";
export { default as Head } from "./Head.astro";
export { default as HomeSection } from "./HomeSection.astro";
export { default as HomeSections } from "./HomeSections.astro";
export { type HomePart, homeOrder, homeTitle } from "./home-order.ts";
export { default as Languages } from "./Languages.astro";
export { default as ListItems } from "./ListItems.astro";
export { languageName } from "./language-names.ts";
export { default as Menu } from "./Menu.astro";
export { default as NotFound } from "./NotFound.astro";
export { default as Page } from "./Page.astro";
export { default as Pagination } from "./Pagination.astro";
export { default as PartnerItem } from "./PartnerItem.astro";
export { default as Picture } from "./Picture.astro";
export { phoneHref, phoneText } from "./phone.ts";
export { type Strings, strings } from "./strings.ts";
export { structuredData } from "./structured-data.ts";
