/** Puts pictures, players and facts about files into the sanitised HTML of a text. */
import { fillSlots, mediaHref, type Slot } from "@pivert/markdown";
import type { Site } from "@pivert/model";
import { escapeAttribute, formatBytes, pictureHtml } from "@pivert/theme-kit";
import { contactForm } from "./contact-form.ts";
import type { Entry } from "./load-entries.ts";
import { type Assets, fileView, imageView } from "./process-assets.ts";

export interface FillBodyOptions {
  site: Site;
  assets: Assets;
  /** Whether the first image of the text is the first of the page, and loads at once. */
  leads: boolean;
  lang: string;
}

/** @param html the entry's HTML with the marks of its slots */
export function fillBody(html: string, entry: Entry, { site, assets, leads, lang }: FillBodyOptions): string {
  const first = entry.body.slots.findIndex(({ kind }) => kind === "image");
  return fillSlots(html, entry.body.slots, (slot, index) =>
    slotHtml(slot, leads && index === first, { site, assets, lang }),
  );
}

function slotHtml(slot: Slot, eager: boolean, { site, assets, lang }: Omit<FillBodyOptions, "leads">): string {
  if (slot.kind === "contact") return contactForm(slot.title, lang, site);
  if (slot.kind === "image") {
    const image = imageView(assets, slot.file, slot.alt);
    return image ? pictureHtml(image, { eager }) : "";
  }
  if (slot.kind === "image-address") return imageView(assets, slot.file, "")?.full ?? mediaHref(slot.file);
  if (slot.kind === "audio") return `<audio controls preload="none" src="${mediaHref(slot.file)}"></audio>`;
  if (slot.kind === "video") {
    const poster = slot.poster && imageView(assets, slot.poster, "")?.full;
    return `<video controls preload="none" src="${mediaHref(slot.file)}"${poster ? ` poster="${poster}"` : ""}></video>`;
  }
  const file = fileView(assets, slot.file);
  return file ? escapeAttribute(`${file.type}, ${formatBytes(file.bytes, lang)}`) : "";
}
