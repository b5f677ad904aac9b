import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { entry, testSite } from "@pivert/test-site";
import { expect, test } from "vitest";

const GOOD = { "pages/bonne.md": entry({ title: "Bonne page" }) };
const post = (fields: Record<string, unknown>, text?: string) =>
  entry({ title: "T", date: "2026-01-01", ...fields }, text);

/** A photograph cut off in the middle of its pixels: its header is right. */
const TRUNCATED = Buffer.from(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAQABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/9oACAEBAAA/AP",
  "base64",
);

/** One bad file each; everything else is published. */
const CASES: { name: string; file: string; content: string | Uint8Array; expected: Record<string, unknown> }[] = [
  {
    name: "bad YAML",
    file: "posts/2026-01-01-x.md",
    content: "---\ndate: 2026-01-01\ntitle: Bourse: les vélos\n---\n",
    expected: { code: "yaml-syntax", severity: "error", line: 3 },
  },
  {
    name: "YAML that never ends",
    file: "posts/2026-01-01-x.md",
    content: "---\ntitle: a\n",
    expected: { code: "yaml-syntax", severity: "error", line: 1 },
  },
  {
    name: "an alias",
    file: "posts/2026-01-01-x.md",
    content: "---\ntitle: &a x\nsummary: *a\n---\n",
    expected: { code: "yaml-syntax", severity: "error", line: 3 },
  },
  {
    name: "__proto__",
    file: "posts/2026-01-01-x.md",
    content: "---\ntitle: a\n__proto__: { x: 1 }\n---\n",
    expected: { code: "yaml-syntax", severity: "error", line: 3 },
  },
  {
    name: "an unknown field",
    file: "posts/2026-01-01-x.md",
    content: post({ categorie: "x" }),
    expected: { code: "unknown-field", severity: "error", line: 4, field: "categorie" },
  },
  {
    name: "a wrong date",
    file: "posts/2026-01-01-x.md",
    content: post({ date: "31/12/2026" }),
    expected: { code: "wrong-type", severity: "error", line: 3, field: "date", found: "31/12/2026" },
  },
  {
    name: "no title",
    file: "posts/2026-01-01-x.md",
    content: "---\ndate: 2026-01-01\n---\n",
    expected: { code: "missing-field", severity: "error", field: "title" },
  },
  {
    name: "a title that is a list",
    file: "posts/2026-01-01-x.md",
    content: post({ title: ["a"] }),
    expected: { code: "wrong-type", severity: "error", line: 2, field: "title" },
  },
  {
    name: "not UTF-8",
    file: "pages/x.md",
    content: Buffer.from("---\ntitle: x\n---\nd\xe9j\xe0\n", "latin1"),
    expected: { code: "not-utf8", severity: "error", line: 4 },
  },
  {
    name: "200 levels of nesting",
    file: "pages/x.md",
    content: entry({ title: "x" }, `${"> ".repeat(200)}fin`),
    expected: { code: "too-deep", severity: "error" },
  },
  {
    name: "a huge text",
    file: "pages/x.md",
    content: entry({ title: "x" }, "x".repeat(1_100_000)),
    expected: { code: "file-too-large", severity: "error" },
  },
  {
    name: "a hostile name",
    file: "pages/a\nb.md",
    content: entry({ title: "x" }),
    expected: { code: "hostile-path", severity: "error", file: "pages/a b.md" },
  },
  {
    name: "a duplicate slug",
    file: "posts/2026-02-02-doublon.md",
    content: post({}),
    expected: { code: "duplicate-slug", severity: "error", found: "/actualites/doublon/" },
  },
  {
    name: "a missing image",
    file: "posts/2026-01-01-x.md",
    content: post({ image: "media/absente.jpg" }),
    expected: { code: "missing-image", severity: "warning", line: 4, field: "image" },
  },
  {
    name: "a missing image in the text",
    file: "pages/x.md",
    content: entry({ title: "x" }, "a\n\n![b](media/absente.jpg)"),
    expected: { code: "missing-image", severity: "warning", line: 6 },
  },
  {
    name: "an image without alternative text",
    file: "pages/x.md",
    content: entry({ title: "x" }, "![](media/bombe.png)"),
    expected: { code: "missing-alt", severity: "warning", line: 4 },
  },
  {
    name: "a cover without alternative text",
    file: "posts/2026-01-01-x.md",
    content: post({ image: "media/bombe.png" }),
    expected: { code: "missing-alt", severity: "warning", line: 4, field: "image" },
  },
  {
    name: "a photograph without alternative text or caption",
    file: "albums/2026-01-01-x.md",
    content: post({ photos: [{ image: "media/a.png", alt: "A" }, { image: "media/b.png" }] }),
    expected: { code: "missing-alt", severity: "warning", field: "photos.1.image" },
  },
  {
    name: "a dead link",
    file: "pages/x.md",
    content: entry({ title: "x" }, "a\n[b](/nulle-part/)"),
    expected: { code: "dead-link", severity: "warning", line: 5, found: "/nulle-part/" },
  },
  {
    name: "a link to an anchor that is not there",
    file: "pages/x.md",
    content: entry({ title: "x" }, "[b](/bonne/#absente)"),
    expected: { code: "dead-link", severity: "warning", line: 4 },
  },
  {
    name: "a bad block",
    file: "pages/x.md",
    content: entry({ title: "x" }, '::map{lat="91" lon="1" label="ici"}'),
    expected: { code: "bad-block", severity: "warning", line: 4, field: "map.lat" },
  },
  {
    name: "a contact form that writes to nobody",
    file: "pages/x.md",
    content: entry({ title: "x" }, "::contact"),
    expected: { code: "no-recipient", severity: "warning", line: 1 },
  },
  {
    name: "a redirect to an address that is badly encoded",
    file: "redirects.csv",
    content: "from,to\n/x,/media/%zz\n",
    expected: { code: "dead-link", severity: "warning", line: 2 },
  },
  {
    name: "unsafe HTML",
    file: "pages/x.md",
    content: entry({ title: "x" }, "a\n\n<script>alert(1)</script>"),
    expected: { code: "unsafe-html", severity: "warning", line: 6 },
  },
  {
    name: "an image bomb",
    file: "pages/x.md",
    content: entry({ title: "x" }, "![b](media/bombe.png)"),
    expected: { code: "unreadable-image", severity: "warning", file: "media/bombe.png" },
  },
  {
    name: "a page that is no image",
    file: "pages/x.md",
    content: entry({ title: "x" }, "![b](media/faux.jpg)"),
    expected: { code: "unreadable-image", severity: "warning", file: "media/faux.jpg" },
  },
  {
    name: "a photograph cut off",
    file: "pages/x.md",
    content: entry({ title: "x" }, "![b](media/coupee.jpg)"),
    expected: { code: "unreadable-image", severity: "warning", file: "media/coupee.jpg" },
  },
];

for (const { name, file, content, expected } of CASES) {
  test(`${name}: the right problem, and everything else is published`, async () => {
    await using site = testSite({
      ...GOOD,
      "posts/2026-01-15-doublon.md": post({}),
      "media/bombe.png": hugePng(30_000, 30_000),
      "media/coupee.jpg": TRUNCATED,
      "media/faux.jpg": "<html><script>alert(1)</script></html>",
      [file]: content,
    });
    const { report } = await site.build();
    const found = report.problems.filter(({ code }) => code !== "missing-legal");
    expect(found).toContainEqual(expect.objectContaining({ file, ...expected }));
    for (const { message, editor } of found) {
      expect(message.length).toBeGreaterThan(10);
      expect(editor).toMatch(/^[A-ZÀ-Ý0-9«].*[.?!]$/);
    }
    expect(site.read("bonne/index.html")).toContain("Bonne page");
    const html = [...site.output()].filter(([path]) => path.endsWith(".html")).map(([, bytes]) => bytes);
    for (const page of html) expect(page).not.toContain("alert(1)");
  });
}

test("a symlink is not followed", async () => {
  await using site = testSite(GOOD);
  mkdirSync(join(site.folder, "media"), { recursive: true });
  symlinkSync("/etc/passwd", join(site.folder, "pages", "secret.md"));
  symlinkSync("/etc/passwd", join(site.folder, "media", "passwd.txt"));
  site.write("pages/lien.md", entry({ title: "Lien" }, "[x](media/passwd.txt)"));
  const { report } = await site.build();
  expect(
    report.problems
      .filter(({ code }) => code === "not-a-file")
      .map(({ file }) => file)
      .sort(),
  ).toEqual(["media/passwd.txt", "pages/secret.md"]);
  for (const bytes of site.output().values()) expect(bytes).not.toContain("root:");
});

test("two files of one address: the first stays", async () => {
  await using site = testSite({
    "posts/2026-01-01-x.md": post({ title: "Premier" }),
    "posts/2026-01-02-x.md": post({ title: "Second" }),
  });
  await site.build();
  expect(site.read("actualites/x/index.html")).toContain("Premier");
});

test("of documents with one name, which have no page, both stay; of a page withdrawn and its follower, the follower", async () => {
  await using site = testSite({
    "documents/2026-01-01-compte-rendu.md": post({ title: "Janvier", file: "media/a.pdf" }),
    "documents/2026-02-01-compte-rendu.md": post({ title: "Février", file: "media/a.pdf" }),
    "media/a.pdf": "%PDF",
    "posts/2025-06-01-fete.md": post({ title: "Fête de 2025", unpublishAt: "2025-07-01" }),
    "posts/2026-06-01-fete.md": post({ title: "Fête de 2026" }),
  });
  const { report } = await site.build();
  expect(report.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  for (const month of ["Janvier", "Février"]) expect(site.read("documents/index.html")).toContain(month);
  expect(site.read("actualites/fete/index.html")).toContain("Fête de 2026");
});

test("a page whose address is that of a file is left out, and said", async () => {
  await using site = testSite({
    "pages/media/statuts/2026.md": entry({ title: "2026" }),
    "pages/a.md": entry({ title: "A" }, "[les statuts](/media/statuts)"),
    "media/statuts": "le fichier",
  });
  const { report } = await site.build();
  expect(report.problems).toContainEqual(
    expect.objectContaining({
      code: "duplicate-slug",
      file: "pages/media/statuts/2026.md",
      found: "/media/statuts/2026/",
    }),
  );
  expect(site.read("media/statuts")).toBe("le fichier");
});

test("two lists at one address are said", async () => {
  await using site = testSite({
    "site.yaml": "name: X\nurl: https://x.example\ntheme: { name: plain }\ncollections: { posts: { path: agenda } }\n",
    "posts/2026-01-01-x.md": post({}),
    "events/2026-01-01-y.md": entry({ title: "Y", start: "2030-01-01" }),
  });
  const { report } = await site.build();
  expect(report.problems).toContainEqual(
    expect.objectContaining({ code: "duplicate-slug", file: "site.yaml", field: "collections", found: "/agenda/" }),
  );
});

test("names of any length and script have pages, each its own", async () => {
  const long = `/${"a/".repeat(2100)}`;
  await using site = testSite({
    ...GOOD,
    [`pages/${"㎯".repeat(64)}.md`]: entry({ title: "Unités" }),
    "posts/2026-01-01-x.md": post({ tags: ["½".repeat(100), "中文", "Ελληνικά", "???"] }),
    "redirects.csv": `from,to\n${long},/bonne/\n`,
  });
  const { report } = await site.build();
  expect(report.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(report.redirects).toEqual([{ from: long, to: "/bonne/" }]);
  const tags = report.pages.filter(({ path }) => path.startsWith("/mots-cles/")).map(({ path }) => path);
  expect(tags).toHaveLength(4);
  expect(tags).toContain("/mots-cles/中文/");
  expect(site.read("actualites/x/index.html")).toContain(`href="/mots-cles/${encodeURIComponent("中文")}/"`);
});

test.each([
  ["a menu that leads to half a character", 'menu: [{ label: x, to: "/\\uD800/" }]', "yaml-syntax", 4],
  ["an address with a password", "url: https://u:p@essai.example", "wrong-type", 2],
  ["an address with a query", "url: https://essai.example/?a=1#b", "wrong-type", 2],
])("settings with %s publish nothing, and say where", async (_what, line, code, at) => {
  const url = line.startsWith("url:") ? line : "url: https://essai.example";
  await using site = testSite({
    "site.yaml": `name: X\n${url}\ntheme: { name: plain }\n${line === url ? "" : line}\n`,
  });
  await expect(site.build()).rejects.toMatchObject({ problems: [expect.objectContaining({ code, line: at })] });
});

test("a theme that is not there", async () => {
  await using site = testSite({ "site.yaml": "name: X\nurl: https://x.example\ntheme: { name: absent }\n" });
  await expect(site.build()).rejects.toThrow(/site\.yaml:3 .*theme\.name/);
});

test("a theme's own failure stops the build with its message", async () => {
  await using site = testSite({ ...GOOD, "site.yaml": "name: X\nurl: https://x.example\ntheme: { name: broken }\n" });
  await expect(site.build()).rejects.toThrow("this theme always fails");
});

test("an editor’s swap file is no page", async () => {
  await using site = testSite(GOOD);
  writeFileSync(join(site.folder, "pages", ".conflit.md.swp"), "x");
  const { report } = await site.build();
  expect(report.pages.map(({ path }) => path)).not.toContain("/.conflit/");
});

/** A valid PNG of one colour whose decoded pixels would fill gigabytes. */
function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(1000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
