/** After any series of edits, an incremental build gives the bytes that a build from nothing gives. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { entry, type TestSite, testSite } from "@pivert/test-site";
import { expect, test } from "vitest";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const EDITS = process.env.PIVERT_LONG ? 400 : 40;

/** A small generator of numbers, so that a printed seed gives the same edits again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS = ["vélo", "fête", "été", "assemblée", "soupe", "atelier", "œuvre", "Noël"];

/** One edit that a person could make, on whatever the site holds by then. */
function edit(site: TestSite, random: (below: number) => number): string {
  const word = () => WORDS[random(WORDS.length)] ?? "mot";
  const number = random(12);
  const day = String(1 + random(28)).padStart(2, "0");
  const post = `posts/2026-03-${String(number + 1).padStart(2, "0")}-article-${number}.md`;
  const edits: [name: string, run: () => void][] = [
    [
      "post",
      () =>
        site.write(
          post,
          entry(
            {
              title: `${word()} ${number}`,
              date: `2026-03-${day}`,
              tags: [word(), word()],
              categories: [word()],
              authors: [word()],
              featured: random(5) === 0,
            },
            `Un ${word()}.\n\n## ${word()}\n\n[lien](../pages/p-${random(5)}.md) ![x](media/a.svg)`,
          ),
        ),
    ],
    [
      "page",
      () =>
        site.write(
          `pages/p-${random(5)}.md`,
          entry({ title: word(), order: random(4) }, `${word()} [x](/actualites/article-${number}/#${word()})`),
        ),
    ],
    ["sub-page", () => site.write(`pages/p-${random(5)}/s-${random(3)}.md`, entry({ title: word() }))],
    [
      "event",
      () =>
        site.write(
          `events/2026-11-${day}-e-${random(4)}.md`,
          entry({
            title: word(),
            start: `2026-11-${day}`,
            place: word(),
            ...(random(2) === 0 && { repeat: { every: "week", interval: 1 + random(3) } }),
          }),
        ),
    ],
    [
      "wrong entry",
      () =>
        site.write(
          "posts/2026-05-05-faux.md",
          random(2) === 0 ? "---\ntitle: [\n---\n" : entry({ title: word(), date: "2026-05-05" }),
        ),
    ],
    [
      "menu",
      () =>
        site.write(
          "site.yaml",
          `name: Essai\nurl: https://essai.example\ntheme: { name: plain, colour: "#1f6f5${random(9)}" }\nmenu: [{ label: ${word()}, to: /p-${random(5)}/ }]\ncollections: { posts: { perPage: ${2 + random(4)} } }\n`,
        ),
    ],
    ["redirects", () => site.write("redirects.csv", `from,to\n/vieux-${random(3)}/,/p-${random(5)}/\n`)],
    [
      "categories",
      () => site.write("taxonomies.yaml", `categories:\n  - name: ${word()}\n    children: [{ name: ${word()} }]\n`),
    ],
    [
      "image",
      () =>
        site.write(
          "media/a.svg",
          `<svg xmlns="http://www.w3.org/2000/svg" width="${50 + random(5)}" height="40"><rect width="30" height="30"/></svg>`,
        ),
    ],
    ["removal", () => removeOne(site, random)],
  ];
  const [name, run] = edits[random(edits.length)] ?? ["nothing", () => {}];
  run();
  return name;
}

function removeOne(site: TestSite, random: (below: number) => number): void {
  const files = readdirSync(site.folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(md|svg|csv)$/.test(file))
    .sort();
  const file = files[random(files.length)];
  if (file) site.remove(file);
}

test(`${EDITS} random edits, each build compared with one from nothing`, { timeout: 600_000 }, async () => {
  const seed = Number(process.env.PIVERT_SEED ?? Date.now() % 100_000);
  const random = randomFrom(seed);
  await using site = testSite({ "pages/index.md": entry({ title: "Accueil" }) });
  const done: string[] = [];
  for (let index = 0; index < EDITS; index++) {
    done.push(edit(site, random));
    // Now and then the process ends between two builds.
    if (random(4) === 0) site.release();
    await site.build({ now: NOW });
    const content = readdirSync(site.folder, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
    const files = Object.fromEntries(
      content.map((item) => [
        join(item.parentPath, item.name).slice(site.folder.length + 1),
        readFileSync(join(item.parentPath, item.name)),
      ]),
    );
    // An entry with an error keeps its last good version: a build from nothing has none to keep.
    if (files["posts/2026-05-05-faux.md"]?.includes("title: [")) continue;
    await using fresh = testSite(files);
    await fresh.build({ now: NOW });
    expect(site.output(), `seed ${seed}, after ${done.join(", ")}`).toEqual(fresh.output());
  }
});
