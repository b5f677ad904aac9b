import { describe, expect, it } from "vitest";
import type { EntryView, HomeView } from "../views.ts";
import { structuredData } from "./structured-data.ts";

const view = {
  kind: "entry",
  site: { name: "Les Roues libres", url: "https://roues.example", timeZone: "Europe/Paris" },
  path: "/agenda/fete/",
  lang: "fr",
  title: "Fête </script><script>alert(1)</script>",
  authors: [],
  entry: {
    collection: "events",
    event: {
      start: "2026-07-02T22:00:00.000Z",
      end: "2026-07-04T22:00:00.000Z",
      wholeDay: true,
      place: "Place du Marché",
      cancelled: true,
    },
  },
} as unknown as EntryView;

describe("structuredData", () => {
  it("cannot end its script, and reads back as it was", () => {
    const json = structuredData(view) ?? "";
    expect(json).not.toContain("<");
    expect(JSON.parse(json)).toMatchObject({
      "@type": "Event",
      name: view.title,
      url: "https://roues.example/agenda/fete/",
      startDate: "2026-07-03",
      endDate: "2026-07-05",
      eventStatus: "https://schema.org/EventCancelled",
      location: { name: "Place du Marché" },
      organizer: { name: "Les Roues libres" },
    });
  });

  it("says whose site it is on the home page", () => {
    const site = {
      ...view.site,
      contact: { email: "a@roues.example" },
      social: [{ label: "M", href: "https://m.example/@r" }],
    };
    const home = { kind: "home", site, path: "/", lang: "fr" } as unknown as HomeView;
    expect(JSON.parse(structuredData(home) ?? "")).toMatchObject({
      "@type": "WebSite",
      url: "https://roues.example/",
      publisher: { "@type": "Organization", name: "Les Roues libres", sameAs: ["https://m.example/@r"] },
    });
  });

  it("has nothing to say of a page", () => {
    expect(structuredData({ ...view, entry: { collection: "pages" } } as EntryView)).toBeUndefined();
  });
});
