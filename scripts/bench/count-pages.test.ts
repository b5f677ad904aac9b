import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { countPages, tellDifference } from "./count-pages.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function written(...files: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "pivert-bench-"));
  folders.push(folder);
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "12345");
  }
  return countPages(folder);
}

test("the same pages, whatever the stylesheet is called", () => {
  const ours = written("index.html", "actualites/index.html", "sitemap.xml", "_theme/page.4f2a.css");
  const theirs = written("index.html", "actualites/index.html", "sitemap.xml", "style.css");
  expect(tellDifference(ours, theirs)).toBeUndefined();
  expect([ours.pages.size, ours.others.size, ours.bytes]).toEqual([2, 2, 20]);
});

test("a kind of page that one of them lacks is told", () => {
  const ours = written("index.html", "mots-cles/eau/index.html", "actualites/rss.xml");
  const theirs = written("index.html", "tags/eau/index.html");
  expect(tellDifference(ours, theirs)).toBe("-mots-cles/eau/index.html -actualites/rss.xml +tags/eau/index.html");
});

test("Hugo's redirects to the first page of a list are no pages", () => {
  const theirs = written("actualites/index.html", "actualites/page/1/index.html", "actualites/page/2/index.html");
  expect([theirs.pages.size, theirs.redirects]).toEqual([2, 1]);
});
