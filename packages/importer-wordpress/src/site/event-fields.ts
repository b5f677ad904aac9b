/** The fields of an event of The Events Calendar. */
import { decodeHtml } from "../content/html-text.ts";
import type { SurveyedSite } from "./survey-site.ts";
import { metaOf, type WpPost } from "./wordpress-site.ts";

export function eventFields(post: WpPost, site: SurveyedSite): Record<string, unknown> {
  const allDay = metaOf(post, "_EventAllDay") === "yes";
  const start = moment(metaOf(post, "_EventStartDate") || post.date, allDay);
  const end = moment(metaOf(post, "_EventEndDate"), allDay);
  const venue = site.venues.get(Number(metaOf(post, "_EventVenueID")));
  const organiser = site.organisers.get(Number(metaOf(post, "_EventOrganizerID")));
  const cost = decodeHtml(metaOf(post, "_EventCost")).trim();
  const symbol = metaOf(post, "_EventCurrencySymbol") || "€";
  const registration = metaOf(post, "_EventURL").trim();
  const repeat = repeatOf(metaOf(post, "_EventRecurrence"));
  return {
    start,
    ...(end && end !== start ? { end } : {}),
    ...(repeat ? { repeat } : {}),
    ...(venue?.name ? { place: venue.name.slice(0, 200) } : {}),
    ...(venue?.address ? { address: venue.address.slice(0, 300) } : {}),
    ...(cost
      ? {
          price: (/^\d+(?:[.,]\d+)?$/.test(cost) ? (Number(cost) === 0 ? "Gratuit" : `${cost} ${symbol}`) : cost).slice(
            0,
            120,
          ),
        }
      : {}),
    ...(organiser ? { organiser: organiser.slice(0, 200) } : {}),
    ...(/^https?:\/\/\S+$/.test(registration) ? { registration } : {}),
  };
}

function moment(written: string, allDay: boolean): string {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?/.exec(written) ?? [];
  return day ? (allDay || !time ? day : `${day} ${time}`) : "";
}

const EVERY: Record<string, string> = {
  Daily: "day",
  Day: "day",
  Weekly: "week",
  Week: "week",
  Monthly: "month",
  Month: "month",
  Yearly: "year",
  Year: "year",
};

/** Plain rules of repetition; others are left to a person. */
function repeatOf(serialised: string): Record<string, unknown> | undefined {
  const every = EVERY[/s:4:"type";s:\d+:"(?:Every )?(\w+)"/.exec(serialised)?.[1] ?? ""];
  if (!every) return undefined;
  const interval = Number(/s:8:"interval";(?:i:|s:\d+:")(\d+)/.exec(serialised)?.[1]) || 1;
  const until = /s:3:"end";s:10:"(\d{4}-\d{2}-\d{2})"/.exec(serialised)?.[1];
  return { every, ...(interval > 1 ? { interval } : {}), ...(until ? { until } : {}) };
}
