import { renderMarkdown } from "@pivert/markdown";
import { BLOCKS } from "@pivert/model";
import { describe, expect, test } from "vitest";
import { blockComponent, PROTECTED } from "./blocks.ts";
import { blockForms } from "./cms-config.ts";

const forms = new Map(blockForms().map((form) => [form.name, form]));

function component(name: string) {
  const form = forms.get(name);
  if (!form) throw new Error(`no block ${name}`);
  return blockComponent(form);
}

const SOURCES: [name: string, source: string][] = [
  ["video", '::video{url="https://video.exemple/w/1" title="Une « vidéo »"}'],
  ["video", "::video{url=media/film.mp4 title='Le film'}"],
  ["map", '::map{lat="43.6" lon="1.44" label="Local"}'],
  ["button", '::button{to="/adherer/" label="J&quot;adhère"}'],
  ["document", "::document{src=media/statuts.pdf}"],
  ["figure", ':::figure{src="media/a.jpg" alt="Un vélo" align=left}\nUne *légende*.\n:::'],
  ["gallery", ":::gallery\n![a](media/a.jpg)\n![b](media/b.jpg)\n:::"],
  ["details", "::::details{title=Plus}\n:::figure{src=media/a.jpg}\nLégende\n:::\n::::"],
];

describe("a block", () => {
  test.each(SOURCES)("%s is found and written back as it stood: %s", (name, source) => {
    const { pattern, fromBlock, toBlock } = component(name);
    const match = pattern.exec(`${source}\n\nSuite.`);
    expect(match?.[0]).toBe(source);
    expect(match && toBlock(fromBlock(match))).toBe(source);
  });

  test("changed is written anew, and reads back the same", () => {
    const { pattern, fromBlock, toBlock } = component("video");
    const match = pattern.exec('::video{url="https://v.exemple/1" title="A"}');
    if (!match) throw new Error("not found");
    const written = toBlock({ ...fromBlock(match), title: 'Dit "B" & co &amp;', poster: "" });
    expect(written).toBe('::video{url="https://v.exemple/1" title="Dit &quot;B&quot; & co &amp;amp;"}');
    const again = pattern.exec(written);
    expect(again && fromBlock(again).title).toBe('Dit "B" & co &amp;');
  });

  test("new, with a container inside, has more colons than it", () => {
    const written = component("details").toBlock({ title: "Plus", content: ":::figure{src=media/a.jpg}\nL\n:::" });
    expect(written).toBe('::::details{title="Plus"}\n:::figure{src=media/a.jpg}\nL\n:::\n::::');
  });

  test.each(Object.keys(BLOCKS))("%s, filled in, renders without a problem", (name) => {
    const form = forms.get(name);
    const values = {
      src: "media/a.jpg",
      url: "https://v.exemple/1",
      lat: "43.6",
      lon: "1.4",
      to: "/a/",
      columns: "3",
      alt: "Vu",
    };
    const data = Object.fromEntries(
      (form?.fields ?? [])
        .filter(({ required, name: field }) => required || field === "alt")
        .map(({ name: field }) => [field, values[field as keyof typeof values] ?? "Mot"]),
    );
    const { problems } = renderMarkdown(component(name).toBlock({ ...data, content: "" }), {
      file: "pages/index.md",
      path: "/",
      origins: new Set(),
      pathOf: () => undefined,
      lang: "fr",
    });
    expect(problems).toEqual([]);
  });

  test("does not take another whose name starts like its own", () => {
    expect(component("map").pattern.test('::mapping{a="b"}')).toBe(false);
  });
});

describe("a protected block", () => {
  const find = (text: string) =>
    PROTECTED.flatMap(({ id, pattern }) => (pattern.exec(text)?.[0] ? [[id, pattern.exec(text)?.[0]]] : []));
  test.each([
    ["protected-html", '<div class="x">\n  <b>brut</b>\n</div>'],
    ["protected-html", "<!-- un\n\ncommentaire -->"],
    ["protected-html-table", "<table>\n<tr><td colspan=2>a</td></tr>\n</table>"],
    ["protected-poem", '<pre class="poem">\nun poème\n\nen deux strophes\n</pre>'],
    ["protected-poem", '<blockquote class="poem">Un vers<br>\nDeux vers</blockquote>'],
    ["protected-html", "<blockquote>\nCité.\n</blockquote>"],
    ["protected-html", "<pre>\nun poème\n\nen deux strophes\n</pre>"],
    ["protected-table", "| a | b |\n|---|:-:|\n| 1 | 2 |"],
    ["protected-table", "a | b\n--- | ---\n1 | 2"],
    ["protected-note", "[^n]: Une note\n    et sa suite."],
    ["protected-directive", "::inconnu{a=b}"],
    ["protected-directive", ":::poeme\nun vers\n:::"],
  ])("%s holds %j", (id, source) => {
    expect(find(`${source}\n\nSuite.`)).toEqual([[id, source]]);
    expect(find(source)).toEqual([[id, source]]);
  });

  test.each([
    "Un paragraphe.",
    "<b>gras</b> dans un texte",
    "[lien](/x/)",
    "[^n] appelée",
    "a | b",
    "# Titre",
    "- a\n- b",
    ":smile:",
    "18:30",
  ])("%j is none", (text) => expect(find(text)).toEqual([]));
});
