/** Puts pictures, players and facts about files into the sanitised HTML of a text. */
import { fillSlots, mediaHref, type Slot } from "@pivert/markdown";
import { escapeAttribute, formatBytes, pictureHtml } from "@pivert/theme-kit";
import type { Entry } from "./load-entries.ts";
import { type Assets, fileView, imageView } from "./process-assets.ts";

export interface FillBodyOptions {
  assets: Assets;
  /** Whether the first image of the text is the first of the page, and loads at once. */
  leads: boolean;
  lang: string;
}

/** @param html the entry's HTML with the marks of its slots */
export function fillBody(html: string, entry: Entry, { assets, leads, lang }: FillBodyOptions): string {
  const first = entry.body.slots.findIndex(({ kind }) => kind === "image");
  return fillSlots(html, entry.body.slots, (slot, index) => slotHtml(slot, leads && index === first, assets, lang));
}

function slotHtml(slot: Slot, eager: boolean, assets: Assets, lang: string): string {
  if (slot.kind === "image") {
    const image = imageView(assets, slot.file, slot.alt);
    return image ? pictureHtml(image, { eager }) : "";
  }
  if (slot.kind === "image-address") return imageView(assets, slot.file, "")?.full ?? mediaHref(slot.file);
  if (slot.kind === "audio") return `<audio controls preload="none" src="${mediaHref(slot.file)}"></audio>`;
  const file = fileView(assets, slot.file);
  return file ? escapeAttribute(`${file.type}, ${formatBytes(file.bytes, lang)}`) : "";
}
