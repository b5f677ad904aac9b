/** Every article that two real systems rendered, turned to Markdown and rendered by us, says what it said. */
import { articles, ownAddress } from "@pivert/test-site/articles";
import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../render-markdown.ts";
import { fillSlots } from "../slots.ts";
import { measureHtml } from "../testing/measure-html.ts";
import { htmlToMarkdown } from "./html-to-markdown.ts";

/** Hostile or malformed on purpose: what the systems themselves made of them is broken. */
const BROKEN = ["wordpress/post/58", "spip/article/8", "spip/article/9", "spip/article/10"];

describe("an article turned to Markdown and rendered", () => {
  test.each(articles().filter(({ name }) => !BROKEN.includes(name)))("$name", ({ html }) => {
    const { markdown } = htmlToMarkdown(html, { address: ownAddress });
    expect(measureHtml(render(markdown))).toEqual(measureHtml(withOwnAddresses(html)));
  });
});

function render(markdown: string): string {
  const { html, slots } = renderMarkdown(markdown, {
    file: "posts/a.md",
    path: "/",
    origins: new Set(),
    pathOf: () => undefined,
    lang: "en",
  });
  return fillSlots(html, slots, (slot) => {
    if (slot.kind === "image") return `<img src="/${slot.file}" alt="${slot.alt.replaceAll('"', "&quot;")}">`;
    if (slot.kind === "image-address") return `/${slot.file}`;
    if (slot.kind === "video") return `<video src="/${slot.file}"></video>`;
    return slot.kind === "audio" ? `<audio src="/${slot.file}"></audio>` : "";
  });
}

function withOwnAddresses(html: string): string {
  return html.replace(/(?<=(?:href|src)=["'])[^"']*/g, (written) => ownAddress(written));
}
