/** Neighbours of a list that share a heading: events of a day or a month, news of a year, people of a group. */
import type { EntrySummary, Html } from "../views.ts";
import { formatMonth, formatWeekday, formatYear } from "./dates.ts";

export type Grouping = "day" | "month" | "year";

export interface Group {
  /** Its heading; empty for items that stand alone. */
  name: string;
  items: { entry: EntrySummary; body?: Html }[];
}

const HEADINGS = { day: formatWeekday, month: formatMonth, year: formatYear } as const;

/**
 * Groups the items of a list without changing their order.
 * @param bodies HTML of the items, in their order
 * @param by what dated items share; people always share their group
 */
export function groupItems(
  items: readonly EntrySummary[],
  bodies: readonly Html[],
  by: Grouping | undefined,
  lang: string,
  timeZone: string,
): Group[] {
  const groups: Group[] = [];
  for (const [index, entry] of items.entries()) {
    const date = entry.event?.start ?? entry.date;
    const name = (by && date && HEADINGS[by](date, lang, timeZone)) ?? entry.person?.group ?? "";
    let group = groups.at(-1);
    if (group?.name !== name) {
      group = { name, items: [] };
      groups.push(group);
    }
    group.items.push({ entry, body: bodies[index] });
  }
  return groups;
}
