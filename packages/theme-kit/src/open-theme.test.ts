/** The contract with Astro: what a theme bundle leans on that Astro does not document. Pinned, and proved here. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileTheme, type ThemeBundle } from "./compile-theme.ts";
import { openTheme, type Theme } from "./open-theme.ts";
import type { NotFoundView, SiteView } from "./views.ts";

const THEME = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "test-site", "themes", "contract");

const siteView = (url: string): SiteView => ({
  name: "Essai",
  url,
  lang: "fr",
  timeZone: "Europe/Paris",
  indexed: true,
  colour: "#1f6f54",
  look: {},
  menu: [],
  contact: {},
  social: [],
  sections: {},
  legal: [{ label: "Mentions légales", href: "/mentions-legales/" }],
  feeds: undefined,
});
const view = (path: string, title: string, url = "https://un.example"): NotFoundView => ({
  kind: "notFound",
  site: siteView(url),
  path,
  lang: "fr",
  title,
  breadcrumb: [],
  alternates: [],
});

describe("a theme bundle", () => {
  let cache: string;
  let bundle: ThemeBundle;
  let theme: Theme;
  beforeAll(async () => {
    cache = mkdtempSync(join(tmpdir(), "pivert-theme-"));
    bundle = await compileTheme({ theme: THEME, cache });
    theme = await openTheme(bundle);
  }, 60_000);
  afterAll(() => rmSync(cache, { recursive: true, force: true }));

  test("is compiled once: the second call finds it by its hash", async () => {
    let compiled = 0;
    const again = await compileTheme({ theme: THEME, cache, onCompile: () => compiled++ });
    expect({ ...again, compiled }).toEqual({ ...bundle, compiled: 0 });
  });

  test("renders a page from its view, escaped", async () => {
    const html = await theme.renderPage(view("/a/", 'Été & <script>alert("x")</script>'));
    expect(html).toMatch(/^<!DOCTYPE html>/i);
    expect(html).toContain("<h1>Été &amp; &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</h1>");
  });

  test("knows the address of each site and page (Astro.site, Astro.url), under one manifest", async () => {
    expect(await theme.renderPage(view("/a/", "A", "https://un.example"))).toContain(
      "site=https://un.example/ path=/a/",
    );
    expect(await theme.renderPage(view("/été/b/", "B", "https://deux.example"))).toContain(
      "site=https://deux.example/ path=/%C3%A9t%C3%A9/b/",
    );
    expect(await theme.renderPage(view("/404.html", "C", "https://un.example"))).toContain(
      "site=https://un.example/ path=/404.html",
    );
  });

  test("links its stylesheet under a hashed name that the static files hold", async () => {
    const html = await theme.renderPage(view("/a/", "A"));
    const href = /<link rel="stylesheet" href="(\/_theme\/[^"]+\.css)">/.exec(html)?.[1];
    const file = theme.staticFiles.find(({ path }) => `/${path}` === href);
    expect(file?.content.toString()).toContain("h1{color:#639}");
  });

  test("throws what the theme throws, instead of an empty page", async () => {
    await expect(theme.renderPage(view("/a/", "throw"))).rejects.toThrow("the theme says no");
  });

  test("says so when the theme redirects or answers nothing", async () => {
    await expect(theme.renderPage(view("/a/", "redirect"))).rejects.toThrow(/no whole page for \/a\//);
  });

  test("does not mix pages that are rendered at the same time", async () => {
    const titles = Array.from({ length: 50 }, (_, index) => `Page ${index}`);
    const pages = await Promise.all(
      titles.map((title, index) => theme.renderPage(view(`/${index}/`, title, `https://${index % 5}.example`))),
    );
    for (const [index, html] of pages.entries())
      expect(html).toContain(`<h1>Page ${index}</h1><p>site=https://${index % 5}.example/ path=/${index}/`);
  });

  test("imports nothing at run time but Node's own modules", () => {
    const entry = readFileSync(join(bundle.folder, "server", "entry.mjs"), "utf8");
    const bare = [...entry.matchAll(/^import .*?from ["']([^."'/][^"']*)["']/gm)].map(([, name]) => name ?? "");
    expect(bare.filter((name) => !name.startsWith("node:"))).toEqual([]);
  });
});
