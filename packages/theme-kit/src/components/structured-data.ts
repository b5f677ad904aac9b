/** JSON-LD (schema.org) of the home page, events and articles, safe inside `<script type="application/ld+json">`. */
import type { EntryView, HomeView, View } from "../views.ts";
import { machineDate } from "./dates.ts";

/** The JSON-LD of a page, or `undefined` for pages that gain nothing by it. */
export function structuredData(view: View): string | undefined {
  if (view.kind === "home") return serialise(siteOf(view));
  if (view.kind !== "entry") return undefined;
  const { entry } = view;
  if (entry.collection === "events" && entry.event) return serialise(eventOf(view, entry.event));
  if (entry.collection === "posts" && entry.date) return serialise(articleOf(view));
  return undefined;
}

function siteOf({ site, path, lang }: HomeView): object {
  const { name, description, url, logo, contact, social } = site;
  return {
    "@context": "https://schema.org",
    "@type": "WebSite",
    name,
    url: url + path,
    description,
    inLanguage: lang,
    publisher: {
      "@type": "Organization",
      name,
      url: `${url}/`,
      logo: logo && new URL(logo.full, url).href,
      email: contact.email,
      telephone: contact.phone,
      address: contact.address,
      sameAs: social.length > 0 ? social.map(({ href }) => href) : undefined,
    },
  };
}

function eventOf(view: EntryView, event: NonNullable<EntryView["entry"]["event"]>): object {
  const { timeZone } = view.site;
  return {
    "@context": "https://schema.org",
    "@type": "Event",
    ...commonOf(view),
    startDate: machineDate(event.start, event.wholeDay, timeZone),
    endDate: event.end && machineDate(event.end, event.wholeDay, timeZone),
    eventStatus: `https://schema.org/Event${event.cancelled ? "Cancelled" : "Scheduled"}`,
    location: (event.place || event.address) && {
      "@type": "Place",
      name: event.place,
      address: event.address ?? event.place,
    },
    organizer: { "@type": "Organization", name: event.organiser ?? view.site.name },
  };
}

function articleOf(view: EntryView): object {
  return {
    "@context": "https://schema.org",
    "@type": "Article",
    headline: view.title,
    ...commonOf(view),
    datePublished: view.entry.date,
    dateModified: view.updated,
    author: view.authors.length
      ? view.authors.map(({ label }) => ({ "@type": "Person", name: label }))
      : { "@type": "Organization", name: view.site.name },
  };
}

function commonOf({ site, path, title, lang, description, entry }: EntryView): object {
  return {
    name: title,
    url: site.url + path,
    inLanguage: lang,
    description,
    image: entry.image && new URL(entry.image.full, site.url).href,
  };
}

/** `<` could end the script, `&` could be an entity elsewhere, U+2028 and U+2029 ended lines in older JavaScript. */
function serialise(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
