/**
 * Every entry opened in the visual editor, one word changed, saved: the file changes by that word and nothing else.
 * `PIVERT_EDITOR=richtext` runs it on Decap's other editor, to choose between them.
 */
import { globSync } from "node:fs";
import { htmlToMarkdown, renderMarkdown, splitFrontMatter } from "@pivert/markdown";
import { articles, ownAddress } from "@pivert/test-site/articles";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RichEditorName } from "./build-bundle.ts";
import { splitBlocks } from "./markdown-blocks.ts";
import {
  entryHash,
  findChromium,
  launch,
  openEntry,
  openPage,
  save,
  testBundle,
  type Watched,
  writeIntoWord,
} from "./testing/editing-page.ts";
import { type MemoryServer, startMemoryServer } from "./testing/memory-server.ts";
import { SITES, siteConfig, siteFiles, testSite } from "./testing/site-files.ts";

/** All entries with `PIVERT_LONG=1`, else some of each site. */
const SAMPLE = process.env.PIVERT_LONG === "1" ? Infinity : 6;
const LETTERS = "zqz";
const ARTICLES = ["wordpress", "spip"];

/** What editors, imports and people write that rich editors are known to break. */
const HARD = `Titre souligné
===

Un paragraphe
sur deux lignes, avec _emphase_, __gras__, *__les deux__* et \`code\`.  
Après un saut dur\\
et un autre. Une note[^n], un <abbr title="Sas vélo">SAS</abbr>, un [lien][ref] et <https://exemple.fr>.
Des signes : 3 * 4 * 5, a_b_c, 1 < 2 & 3 > 2, [crochets], \\*échappé\\*, « guillemets », https://nu.exemple/a_b.

* puce étoile
* autre puce
    * niveau deux avec _emphase_
    * encore

      un second paragraphe de puce

+ plus

1) premier point
2) second point

- [ ] à faire
- [x] déjà fait

> Une citation _soulignée_
> sur deux lignes
>
> - avec liste

| Colonne | Chiffre |
|:--|--:|
| cellule \\| barre | 12 |

<table>
<tr><td colspan="2">Cellule double</td></tr>
</table>

<pre class="poeme">
Un poème
   qui s’avance

en deux strophes
</pre>

<!-- un commentaire -->

::video{url="https://video.exemple/w/abc" title="Une vidéo"}

:::figure{src=media/a.jpg alt="Un vélo"}
Une légende _en italique_.
:::

![Seule](media/seule.jpg "La légende")

Texte avec ![dedans](media/dans.jpg) une image.

\`\`\`sh
echo "code"   # gardé
\`\`\`

    code indenté

***

Dernier paragraphe, tout simple.

[ref]: https://exemple.fr/x?a=1&b=2 "Un titre"
[^n]: La note elle-même,
    sur deux lignes.
`;

const here = findChromium() ? describe : describe.skip;

here("the visual editor", () => {
  let browser: Browser;
  let bundle: string;

  beforeAll(async () => {
    [browser, { folder: bundle }] = await Promise.all([
      launch(),
      testBundle(process.env.PIVERT_EDITOR as RichEditorName | undefined),
    ]);
  });
  afterAll(() => browser?.close());

  test.each([...sites(), ...ARTICLES])(
    "changes one word in a text of %s and nothing else",
    { timeout: 600_000 },
    async (source) => {
      const files = ARTICLES.includes(source) ? articleFiles(source) : siteFiles(source);
      const server = await startMemoryServer({ bundle, config: siteConfig(files), files });
      const watched = await openPage(browser, server.url);
      const entries = Object.keys(files).filter((path) => entryHash(path) && hasText(files[path] ?? ""));
      const step = Math.max(1, Math.floor(entries.length / SAMPLE));
      let withoutWords = 0;
      for (const path of entries.filter((_, index) => index % step === 0)) {
        const saved = await changeOneWord(watched, server, path);
        // A text made of blocks alone has no word to change outside their forms.
        if (saved === "" && ++withoutWords < entries.length / 5) continue;
        expect(saved.replace(LETTERS, ""), path).toBe(files[path]);
        expect(saved, path).not.toBe(files[path]);
        expect(htmlOf(saved, path).replaceAll(LETTERS, ""), path).toBe(htmlOf(files[path] ?? "", path));
      }
      expect(watched.breaches).toEqual([]);
      await watched.page.close();
      await server.close();
    },
  );

  test("changes any word of a hard text and nothing else", { timeout: 600_000 }, async () => {
    const text = `---\ntitle: Difficile\ndate: 2026-11-22\n---\n\n${HARD}`;
    const path = "posts/2026-11-22-difficile.md";
    const files = { ...siteFiles(sites()[0] ?? ""), [path]: text };
    const server = await startMemoryServer({ bundle, config: siteConfig(files), files });
    const watched = await openPage(browser, server.url);
    let [changed, exact] = [0, 0];
    // All of them in the long run; otherwise every fourth, from a printed start.
    const step = process.env.PIVERT_LONG ? 1 : 4;
    const first = step === 1 ? 0 : Date.now() % step;
    console.log(`words of the hard text: every ${step} from ${first}`);
    for (let index = first; ; index += step) {
      const saved = await changeOneWord(watched, server, path, index);
      server.drafts.clear();
      if (saved === "") break;
      changed++;
      const [before, after] = [splitBlocks(text), splitBlocks(saved)];
      const touched = before.filter((block, at) => block.text !== after[at]?.text);
      expect(touched.length, `text ${index}: ${around(saved)}`).toBe(1);
      expect(after.length).toBe(before.length);
      if (saved.replace(LETTERS, "") === text) exact++;
    }
    expect(changed).toBeGreaterThan(20 / step);
    await watched.page.close();
    await server.close();
    // The text of a bare address is its address too: changing one makes a link of it.
    expect(exact).toBeGreaterThanOrEqual(changed - 2);
  });
});

function sites(): string[] {
  return globSync("*/site.yaml", { cwd: SITES })
    .map((path) => path.split("/")[0] ?? "")
    .sort();
}

/** Articles as two other systems rendered them, turned to Markdown, as the posts of a site. */
function articleFiles(system: string): Record<string, string> {
  const posts = articles()
    .filter(({ name }) => name.startsWith(`${system}/`))
    .map(({ name, html }, index) => {
      const { markdown } = htmlToMarkdown(html, { address: ownAddress });
      const path = `posts/2026-01-01-${name.replaceAll("/", "-")}.md`;
      return [path, `---\ntitle: Article ${index}\ndate: 2026-01-01\n---\n\n${markdown}`];
    });
  return testSite(Object.fromEntries(posts));
}

/** The saved file, or an empty text when the editor shows fewer texts. */
async function changeOneWord({ page }: Watched, server: MemoryServer, path: string, index = 0): Promise<string> {
  const place = entryHash(path);
  if (!place) throw new Error(`${path} is no entry`);
  await openEntry(page, place.hash);
  if (!(await writeIntoWord(page, LETTERS, index))) return "";
  await save(page);
  await expect
    .poll(() => server.drafts.get(place.key)?.files.get(path)?.text, { timeout: 10_000, message: path })
    .toBeDefined();
  return server.drafts.get(place.key)?.files.get(path)?.text ?? "";
}

/** Whether the visual editor shows a paragraph to write in. */
function hasText(file: string): boolean {
  return /^\p{L}.*\p{L}{4}/mu.test(splitFrontMatter(file, "").body);
}

function around(saved: string): string {
  const at = saved.indexOf(LETTERS);
  return saved.slice(Math.max(0, at - 40), at + 40);
}

function htmlOf(file: string, path: string): string {
  const { body } = splitFrontMatter(file, path);
  return renderMarkdown(body, { file: path, path: "/", origins: new Set(), pathOf: () => "/", lang: "fr" }).html;
}
