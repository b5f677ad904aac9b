import { describe, expect, test } from "vitest";
import { type RenderMarkdownOptions, renderMarkdown } from "./render-markdown.ts";
import { sanitise } from "./sanitise.ts";
import { fillSlots } from "./slots.ts";
import { ADDRESS_PAYLOADS, SHAPE_PAYLOADS, TAG_PAYLOADS, TEXT_PAYLOADS, unsafeParts } from "./testing/hostile-html.ts";

const OPTIONS: RenderMarkdownOptions = {
  file: "posts/2026-03-14-bourse.md",
  path: "/actualites/bourse/",
  lang: "fr",
  origins: new Set(["roues.example", "www.roues.example"]),
  pathOf: (file) => (file.startsWith("pages/") ? `/${file.slice(6, -3)}/` : undefined),
};

const render = (markdown: string, options: Partial<RenderMarkdownOptions> = {}) =>
  renderMarkdown(markdown, { ...OPTIONS, ...options });

/** All that is wrong with a page of this Markdown: unsafe parts, HTML that the sanitiser would change, stray marks. */
function wrongs(markdown: string): string[] {
  const { html, slots, excerpt, headings } = render(markdown);
  const wrong = unsafeParts(html);
  if (sanitise(html) !== html) wrong.push(`not as sanitised: ${html}`);
  if (/[\ue000\ue001]/.test(excerpt + headings.map(({ text }) => text).join(""))) wrong.push("a mark in a text");
  // Each slot stands once, where its kind may stand.
  const uses = slots.map(() => 0);
  const filled = fillSlots(html, slots, (slot, index) => {
    uses[index] = (uses[index] ?? 0) + 1;
    return slot.kind === "image-address" ? "/media/x.jpg" : "<b>slot</b>";
  });
  if (/[\ue000\ue001]/.test(filled)) wrong.push("a mark that is no slot");
  if (uses.some((times) => times > 1)) wrong.push("a slot twice");
  return [...wrong, ...unsafeParts(filled)];
}

const inAttribute = (text: string) => (text.includes('"') ? `'${text.replaceAll("'", "’")}'` : `"${text}"`);

describe("hostile HTML", () => {
  test.each([...TAG_PAYLOADS, ...SHAPE_PAYLOADS])("%j", (payload) => {
    expect(wrongs(payload)).toEqual([]);
    expect(wrongs(`Texte ${payload} suite\n\n![a](media/a.jpg) [b](media/b.jpg)`)).toEqual([]);
    expect(wrongs(`- a ${payload}\n\n| ${payload} |\n|-|\n| x |\n\n> ${payload}`)).toEqual([]);
    expect(wrongs(`# ${payload}\n\n<div>\n\n${payload}\n\n</div>\n\n[^1] x\n\n[^1]: ${payload}`)).toEqual([]);
    expect(wrongs(`:::details{title=x}\n${payload}\n:::\n\n:::gallery\n${payload}\n:::`)).toEqual([]);
  });
});

describe("hostile text", () => {
  test.each(TEXT_PAYLOADS)("%j", (payload) => {
    const value = inAttribute(payload);
    const brackets = payload.replaceAll(/[[\]\n]/g, "");
    expect(wrongs(`${payload}\n\n# ${payload}\n\n![x](media/x.jpg) ${payload}`)).toEqual([]);
    expect(wrongs(`[${brackets}](media/a.jpg ${value}) ![${brackets}](media/a.jpg ${value})`)).toEqual([]);
    expect(wrongs(`![${brackets}](media/a.jpg ${value})\n\n![${brackets}](https://x.example/a.jpg ${value})`)).toEqual(
      [],
    );
    expect(wrongs(`[a][b]\n\n[b]: /c ${value}\n\n\`\`\`${payload.replaceAll("`", "")}\n${payload}\n\`\`\``)).toEqual(
      [],
    );
    expect(wrongs(`[^${brackets}]\n\n[^${brackets}]: ${payload}\n\n| ${payload} |\n|-|\n| ${payload} |`)).toEqual([]);
    expect(wrongs(`![x](media/x.jpg)\n\n<p title=${value}>a</p> <a href="#" title=${value}>b</a>`)).toEqual([]);
    expect(wrongs(`:::figure{src="media/a.jpg" alt=${value} credit=${value}}\n${payload}\n:::`)).toEqual([]);
    expect(wrongs(`::video{url="https://v.example/1" title=${value} poster="media/a.jpg"}`)).toEqual([]);
    expect(wrongs(`::embed{url="https://v.example/1" title=${value}}`)).toEqual([]);
    expect(wrongs(`::audio{src="media/a.mp3" title=${value}}\n\n::document{src="media/a.pdf" title=${value}}`)).toEqual(
      [],
    );
    expect(wrongs(`::map{lat=1 lon=2 label=${value} address=${value} image="media/a.png"}`)).toEqual([]);
    expect(wrongs(`::button{to="/a/" label=${value}}\n\n:::details{title=${value}}\n![a](media/a.jpg)\n:::`)).toEqual(
      [],
    );
    expect(
      wrongs(`::inconnu{a=${value}}\n\n:::gallery{columns=${value}}\n![${brackets}](media/a.jpg ${value})\n:::`),
    ).toEqual([]);
  });
});

describe("hostile addresses", () => {
  test.each(ADDRESS_PAYLOADS)("%j", (payload) => {
    const value = inAttribute(payload);
    const bare = payload.replaceAll(/[\s()<>]/g, "");
    expect(wrongs(`[a](<${payload}>) ![b](<${payload}>) [c](${bare}) ![d](${bare}) <${bare}>`)).toEqual([]);
    expect(wrongs(`[a][x] ![b][x] [![c](<${payload}>)](<${payload}>)\n\n[x]: <${payload}>`)).toEqual([]);
    expect(wrongs(`<a href=${value}>a</a> <img src=${value} srcset=${value}> <q cite=${value}>b</q>`)).toEqual([]);
    expect(wrongs(`<video src=${value} poster=${value}></video><source srcset=${value}>`)).toEqual([]);
    expect(wrongs(`:::figure{src=${value} alt=x link=${value}}\nx\n:::`)).toEqual([]);
    expect(wrongs(`:::figure{src="media/a.jpg" alt=x link=${value}}\nx\n:::`)).toEqual([]);
    expect(wrongs(`::video{url=${value} title=x}\n\n::embed{url=${value} title=x poster=${value}}`)).toEqual([]);
    expect(wrongs(`::video{url="https://v.example" title=x poster=${value}}`)).toEqual([]);
    expect(
      wrongs(`::audio{src=${value} title=x}\n\n::document{src=${value} title=x}\n\n::document{src=${value}}`),
    ).toEqual([]);
    expect(wrongs(`::map{lat=1 lon=2 label=x image=${value}}\n\n::button{to=${value} label=x}`)).toEqual([]);
  });
});

describe("what the editor is told", () => {
  const told = (markdown: string, firstLine = 1) =>
    render(markdown, { firstLine }).problems.map(({ code, line, found }) => `${line} ${code} ${found}`);

  test("each removed element, attribute and address, with its line", () => {
    expect(
      told(
        "un `<script>`\n\n<script>\nalert(1)\n</script>\n\ndeux <b\nonclick=x>c</b> [d](javascript:e)\n\n<form>\nf\n</form>",
        10,
      ),
    ).toEqual([
      "12 unsafe-html <script>",
      '16 unsafe-html onclick="x"',
      "17 unsafe-html javascript:e",
      "19 unsafe-html <form>",
    ]);
  });

  test("lines of images and links within and after raw HTML", () => {
    expect(
      told('<div>\n<img src="a.jpg">\n\n![](media/b.jpg)\n\n</div>\n\n- c\n- <img src="media/d.jpg">\n\n![e](f.jpg)'),
    ).toEqual([
      "2 missing-image a.jpg",
      "4 missing-alt media/b.jpg",
      "9 missing-alt media/d.jpg",
      "11 missing-image f.jpg",
    ]);
    expect(render("a\n\n<b>x</b> [c](d)\n\n<p><a href=e>f</a></p>", { firstLine: 5 }).links).toEqual([
      { path: "/actualites/bourse/d", fragment: "", written: "d", line: 7 },
      { path: "/actualites/bourse/e", fragment: "", written: "e", line: 9 },
    ]);
  });

  test("harmless wrappers are unwrapped without a word", () => {
    expect(render("<center><font color=red>a</font></center>\n\n<main>\n\nb\n\n</main>")).toMatchObject({
      html: "a\n\n<p>b</p>\n",
      problems: [],
    });
  });
});

describe("raw HTML", () => {
  test("an element may span blocks", () => {
    expect(render('<div lang="en">\n\n**a**\n\n</div>\n\nb !').html).toBe(
      '<div lang="en">\n<p><strong>a</strong></p>\n</div>\n<p>b\u202f!</p>',
    );
  });

  test("what is left open within a block ends with it", () => {
    expect(render("a <b>b\n\nc <i>d</i>").html).toBe("<p>a <b>b</b></p>\n<p>c <i>d</i></p>");
  });

  test("addresses, code and comparisons are no HTML", () => {
    expect(render("<https://a.example> `<b>` 1 < 2").html).toBe(
      '<p><a href="https://a.example/">https://a.example</a> <code>&lt;b&gt;</code> 1 &lt; 2</p>',
    );
  });
});

describe("huge and deep texts", () => {
  const levels = (n: number, open: string, close = "") => open.repeat(n) + close.repeat(n);

  test.each([
    ["200 quotes", levels(200, "> ")],
    ["100,000 quotes", levels(100_000, ">")],
    ["200 lists", `${levels(200, "- ")}a`],
    ["200 elements", levels(200, "<div>", "</div>")],
    ["200 inline elements", `a ${levels(200, "<b>", "</b>")}`],
    ["30,000 elements on one line", levels(30_000, "<div>")],
    ["30,000 elements in blocks", levels(30_000, "<div>\n\n")],
    ["30,000 inline elements", `a ${levels(30_000, "<b>")}`],
    ["200 details", Array.from({ length: 200 }, (_, n) => `${":".repeat(203 - n)}details{title=a}`).join("\n")],
    [
      "elements that come back in each paragraph",
      `<p>${Array.from({ length: 1000 }, (_, n) => `<b a=${n}>`).join("")}</p>${"<p>x</p>".repeat(1000)}`,
    ],
  ])("too deep: %s", (_, markdown) => {
    const { html, problems } = render(markdown);
    expect(html).toBe("");
    expect(problems).toMatchObject([{ code: "too-deep", severity: "error", expected: "100" }]);
  });

  const N = 100_000;
  test.each([
    ["[", "[".repeat(N)],
    ["[]()", `${"[".repeat(N / 2)}a${"](b)".repeat(N / 2)}`],
    ["*", "*".repeat(N)],
    ["*a", "*a ".repeat(N)],
    ["`", "`".repeat(N)],
    ["a`b``", "a`b``c```".repeat(N / 8)],
    ["|a", "|a".repeat(N)],
    ["a table of 20,000 columns", `${"|a".repeat(N / 5)}\n${"|-".repeat(N / 5)}`],
    ["<", "<".repeat(N)],
    ["<a ", "<a ".repeat(N)],
    ["<!", `${"<!".repeat(N)} <b>`],
    ["<a title='", `<b> ${"<a title='".repeat(N / 10)}`],
    ["&", "&".repeat(N)],
    ["!", "!".repeat(N)],
    [":a[", ":a[".repeat(N)],
    [":a{", ":a{".repeat(N)],
    [":::a", ":::a b\nc\n:::\n".repeat(N / 20)],
    ["::a{", "::a{b\n\n".repeat(N / 10)],
    ["a@", "a@".repeat(N)],
    ["www.", "www.".repeat(N / 4)],
    ["~a", "~a".repeat(N / 4)],
    ["spaces", `a${" ".repeat(N)}b ${"\u00a0".repeat(N)}c`],
    ["line ends", "\n".repeat(N)],
    ["headings", "# a\n".repeat(N / 20)],
    ["items", "* a\n".repeat(N / 5)],
    ["notes", `${"[^1] ".repeat(N / 50)}\n\n[^1]: a`],
    ["definitions", "[a]: b\n".repeat(N / 10)],
    ["blocks without a name", "::é{}\n\n".repeat(N / 20)],
    ["paragraphs", "a\n\n".repeat(N / 2)],
    ["removed elements", "<script></script>\n\n".repeat(N / 20)],
    ["paragraphs in a block", `:::details{title=a}\n${"a\n\n".repeat(N / 2)}:::`],
  ])("rendered: 100,000 characters of %s", (_, markdown) => {
    const { problems, html } = render(markdown);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(unsafeParts(html.slice(0, 5000).replace(/<[^<>]*$/, ""))).toEqual([]);
  });
});
