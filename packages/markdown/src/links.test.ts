import { describe, expect, test } from "vitest";
import { type LinkContext, mediaFile, resolveLink, type Target } from "./links.ts";

const CONTEXT: LinkContext = {
  file: "pages/asso/statuts.md",
  path: "/asso/statuts/",
  origins: new Set(["roues.example", "www.roues.example"]),
  pathOf: (file) =>
    /^(pages|posts)\//.test(file) ? `/${file.replace(/^pages\//, "").replace(/\.md$/, "")}/` : undefined,
};

const page = (href: string, path = href.replace(/[?#].*/, ""), fragment = ""): Target => ({
  kind: "page",
  href,
  path,
  fragment,
});
const external = (href: string): Target => ({ kind: "external", href });
const media = (file: string, fragment = ""): Target => ({ kind: "media", file, fragment });
const UNSAFE: Target = { kind: "unsafe" };

describe("other sites, mail and telephone", () => {
  test.each([
    ["https://exemple.fr", "https://exemple.fr/"],
    ["http://exemple.fr/a?b=c#d", "http://exemple.fr/a?b=c#d"],
    ["HTTPS://EXEMPLE.FR/A", "https://exemple.fr/A"],
    ["  https://exemple.fr/  ", "https://exemple.fr/"],
    ["https://exemple.fr/été à", "https://exemple.fr/%C3%A9t%C3%A9%20%C3%A0"],
    ["https://café.example/", "https://xn--caf-dma.example/"],
    ["https://exemple.fr/%C3%A9t%C3%A9", "https://exemple.fr/%C3%A9t%C3%A9"],
    ["//exemple.fr/a", "https://exemple.fr/a"],
    ["///exemple.fr/a", "https://exemple.fr/a"],
    ["https:exemple.fr", "https://exemple.fr/"],
    ["https://roues.example.evil.example/", "https://roues.example.evil.example/"],
    ["https://roues.example:8080/a", "https://roues.example:8080/a"],
    ["https://roues.example@evil.example/", "https://roues.example@evil.example/"],
    ["https://notroues.example/", "https://notroues.example/"],
    ["mailto:contact@roues.example", "mailto:contact@roues.example"],
    ["mailto:a@b.fr?subject=Été", "mailto:a@b.fr?subject=%C3%89t%C3%A9"],
    ["MAILTO:a@b.fr", "mailto:a@b.fr"],
    ["tel:+33561990012", "tel:+33561990012"],
    ["tel:05 61 99 00 12", "tel:05 61 99 00 12"],
    ['https://a.example/"onclick=x', "https://a.example/%22onclick=x"],
    ["https://a.example/<b>", "https://a.example/%3Cb%3E"],
  ])("%s", (written, href) => {
    expect(resolveLink(written, CONTEXT)).toEqual(external(href));
  });
});

describe("pages of the site", () => {
  test.each<[string, Target]>([
    ["", page("", "/asso/statuts/")],
    ["#art-2", page("#art-2", "/asso/statuts/", "art-2")],
    ["#%C3%A9t%C3%A9", page("#%C3%A9t%C3%A9", "/asso/statuts/", "été")],
    ["?page=2", page("?page=2", "/asso/statuts/")],
    ["/", page("/")],
    ["/asso/", page("/asso/")],
    ["/asso", page("/asso")],
    ["/asso/?a=b#c", page("/asso/?a=b#c", "/asso/", "c")],
    ["/asso/#c?d", page("/asso/#c?d", "/asso/", "c?d")],
    ["//", UNSAFE],
    ["/a//b/", page("/a/b/")],
    ["/a/./b/../c/", page("/a/c/")],
    ["/a/b/..", page("/a/")],
    ["/a/b/.", page("/a/b/")],
    ["annexe/", page("/asso/statuts/annexe/")],
    ["./annexe/", page("/asso/statuts/annexe/")],
    ["../", page("/asso/")],
    ["..", page("/asso/")],
    ["../membres", page("/asso/membres")],
    ["../../contact/", page("/contact/")],
    ["../../../../../etc/passwd", page("/etc/passwd")],
    ["..%2f..%2f..%2fetc/passwd", page("/etc/passwd")],
    ["/../../x/", page("/x/")],
    ["/%C3%A9t%C3%A9/", page("/%C3%A9t%C3%A9/", "/été/")],
    ["/été/", page("/%C3%A9t%C3%A9/", "/été/")],
    ["/e\u0301te\u0301/", page("/%C3%A9t%C3%A9/", "/été/")],
    ["/a b/", page("/a%20b/", "/a b/")],
    ["/100%/", page("/100%25/", "/100%/")],
    ["/qui%3Fquoi%23ou", page("/qui%3Fquoi%23ou", "/qui?quoi#ou")],
    ["/a;b,c=d&e/", page("/a;b,c=d&e/")],
    ["www.exemple.fr", page("/asso/statuts/www.exemple.fr")],
    ["18:30", page("/asso/statuts/18:30")],
    ["https://roues.example", page("/")],
    ["https://roues.example/asso/?a=b#c", page("/asso/?a=b#c", "/asso/", "c")],
    ["http://www.roues.example/asso/", page("/asso/")],
    ["HTTPS://ROUES.EXAMPLE/asso/", page("/asso/")],
    ["//roues.example/asso/", page("/asso/")],
    ["https://roues.example/a/../b/%C3%A9", page("/b/%C3%A9", "/b/é")],
  ])("%s", (written, target) => {
    expect(resolveLink(written, CONTEXT)).toEqual(target);
  });
});

describe("entries by their file", () => {
  test.each<[string, Target]>([
    ["membres.md", page("/asso/membres/")],
    ["./membres.md#bureau", page("/asso/membres/#bureau", "/asso/membres/", "bureau")],
    ["../contact.md?a=b", page("/contact/?a=b", "/contact/")],
    ["../../posts/2026-fete.md", page("/posts/2026-fete/")],
    ["f%C3%AAte.md", page("/asso/f%C3%AAte/", "/asso/fête/")],
    ["fête.md", page("/asso/f%C3%AAte/", "/asso/fête/")],
    ["/pages/contact.md", page("/contact/")],
    ["/inconnu/x.md", page("/inconnu/x.md")],
    ["../../README.md", page("/README.md")],
    ["../../../../x.md", page("/x.md")],
  ])("%s", (written, target) => {
    expect(resolveLink(written, CONTEXT)).toEqual(target);
  });
});

describe("files of media/", () => {
  test.each<[string, Target]>([
    ["media/affiche.jpg", media("media/affiche.jpg")],
    ["/media/affiche.jpg", media("media/affiche.jpg")],
    ["./media/a.jpg", media("media/a.jpg")],
    ["../../media/a.jpg", media("media/a.jpg")],
    ["../../../../media/a.jpg", media("media/a.jpg")],
    ["/media/2026/a.pdf#page=3", media("media/2026/a.pdf", "page=3")],
    ["media/a.pdf?download", media("media/a.pdf")],
    ["media/l%C3%A9gende%20(1).jpg", media("media/légende (1).jpg")],
    ["media/e\u0301.jpg", media("media/é.jpg")],
    ["media/100%.pdf", media("media/100%.pdf")],
    ["media/a//./b.jpg", media("media/a/b.jpg")],
    ["media/a/../b.jpg", media("media/b.jpg")],
    ["media/lisezmoi.md", media("media/lisezmoi.md")],
    ["https://www.roues.example/media/a.jpg", media("media/a.jpg")],
    ["media/<b>.jpg", media("media/<b>.jpg")],
    ["media/../pages/x.md", UNSAFE],
    ["media/../../etc/passwd", UNSAFE],
    ["media/%2e%2e/%2e%2e/x", UNSAFE],
    ["media/", UNSAFE],
  ])("%s", (written, target) => {
    expect(resolveLink(written, CONTEXT)).toEqual(target);
  });

  test.each([
    ["affiche.jpg", "media/affiche.jpg"],
    ["media/affiche.jpg", "media/affiche.jpg"],
    ["/media/affiche.jpg", "media/affiche.jpg"],
    ["../media/affiche.jpg", "media/affiche.jpg"],
    ["2026/media/a.jpg", "media/2026/media/a.jpg"],
    ["bilan #2 à 100%.pdf", "media/bilan #2 à 100%.pdf"],
    ["media/../secret", undefined],
    ["media/a/../../../secret", undefined],
    ["..", undefined],
    ["", undefined],
  ])("field %s", (written, file) => {
    expect(mediaFile(written)).toBe(file);
  });
});

describe("unsafe", () => {
  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "javascript\u0000:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "data:,",
    "blob:https://roues.example/x",
    "file:///etc/passwd",
    "ftp://exemple.fr/",
    "about:blank",
    "ws://exemple.fr",
    "sms:+33600000000",
    "note: ceci",
    "\\\\evil.example",
    "/\\evil.example",
    "https:\\\\evil.example",
    "https://[bad",
    "https://exemple.fr:99999/",
    "http://",
    "/a%00b",
    "/a%0d%0ab",
    "%5c%5cevil.example",
    "a\u007fb",
  ])("%j", (written) => {
    expect(resolveLink(written, CONTEXT)).toEqual(UNSAFE);
  });

  test.each(["\u200bjavascript:alert(1)", "java script:alert(1)", "javascript%3Aalert(1)", "ｊavascript:alert(1)"])(
    "%j is a path of the site",
    (written) => {
      expect(resolveLink(written, CONTEXT)).toMatchObject({ kind: "page", href: expect.stringMatching(/^\/asso\//) });
    },
  );

  test.each(["../".repeat(50_000), "/".repeat(100_000), "./".repeat(50_000), "%".repeat(100_000)])(
    "100,000 characters that lead somewhere in the site: %#",
    (written) => {
      expect(resolveLink(written, CONTEXT).kind).toMatch(/page|external|unsafe/);
    },
  );
});
