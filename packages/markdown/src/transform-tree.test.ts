import { describe, expect, test } from "vitest";
import { renderMarkdown } from "./render-markdown.ts";
import { slotMark } from "./slots.ts";

const render = (markdown: string, lang = "fr", firstLine = 1) =>
  renderMarkdown(markdown, {
    file: "pages/essai.md",
    path: "/essai/",
    lang,
    firstLine,
    origins: new Set(["essai.example"]),
    pathOf: () => undefined,
  });
const outline = (markdown: string) =>
  render(markdown).headings.map(({ depth, id, text }) => `${"#".repeat(depth)} ${text} {${id}}`);

describe("headings", () => {
  test.each([
    ["accents and ligatures", "## L'œuvre d'été", ["## L’œuvre d’été {l-oeuvre-d-ete}"]],
    ["equal titles", "## A\n\n## A\n\n## A", ["## A {a}", "## A {a-2}", "## A {a-3}"]],
    ["a title that looks like a second", "## A\n\n## A 2\n\n## A", ["## A {a}", "## A 2 {a-2}", "## A {a-3}"]],
    ["no letter", "## !!!\n\n## ???", ["## !!! {section}", "##|??? {section-2}".replace("|", " ")]],
    ["a number", "## 2026\n\n## 2026", ["## 2026 {s-2026}", "## 2026 {s-2026-2}"]],
    ["ids of themes", "## P menu", ["## P menu {s-p-menu}"]],
    ["formatting, code and links", "## *A* `b` [c](d)", ["## A b c {a-b-c}"]],
    ["several lines", "A\nB\n---", ["## A B {a-b}"]],
    ["a break", "<h2>A<br>B</h2>", ["## A B {a-b}"]],
    ["a call of a note", "## A[^1]\n\n[^1]: n", ["## A {a}"]],
    ["an image", "## ![x](media/x.jpg) A", ["## A {a}"]],
    ["no title of level one", "## A\n\n### B", ["## A {a}", "### B {b}"]],
    ["a title of level one shifts all", "# A\n\n## B\n\n###### C", ["## A {a}", "### B {b}", "###### C {c}"]],
    ["also in raw HTML", "## B\n\n<h1>A</h1>", ["### B {b}", "## A {a}"]],
    ["an id of the author's", "<h2 id='Ici'>A</h2>\n\n## Ici", ["## A {Ici}", "## Ici {ici}"]],
    ["an id of a later element", "## A\n\n<p id='a'>x</p>", ["## A {a-2}"]],
    ["ids of notes", "## fn 1\n\nx[^1]\n\n[^1]: n", ["## fn 1 {fn-1-2}"]],
    ["in a quotation", "> ## A", ["## A {a}"]],
    ["an empty one", "##", ["##  {section}"]],
  ])("%s", (_, markdown, expected) => {
    expect(outline(markdown)).toEqual(expected);
  });

  test("20,000 equal ones", () => {
    expect(outline("## A\n".repeat(20_000)).at(-1)).toBe("## A {a-20000}");
  });

  test("a long one has a short id, which does not end in a hyphen", () => {
    expect(outline(`## ${"abcdefghi ".repeat(20)}`)[0]).toMatch(/\{(?:abcdefghi-){7}abcdefghi\}$/);
  });
});

describe("ids", () => {
  test.each([
    ["kept", '<p id="Ici">x</p>', ["Ici"]],
    ["with accents", '<p id="été">x</p>', ["été"]],
    ["how anchors were written", '<a name="ici"></a>', ["ici"]],
    ["reserved for themes", '<p id="p-menu">x</p>', []],
    ["no ids", '<p id="">x</p><p id="a b">x</p><p id="1">x</p><p id="é&quot;">x</p>', []],
    ["twice", '<p id="a">x</p><p id="a">y</p>', ["a"]],
    ["of an image's paragraph", '<p id="a"><img src="media/a.jpg" alt="x"></p>', ["a"]],
  ])("%s", (_, html, ids) => {
    const rendered = render(html);
    expect(rendered.ids).toEqual(ids);
    expect([...rendered.html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)).toEqual(ids);
  });
});

describe("notes", () => {
  test("a note cited twice leads back to both calls", () => {
    const { html, ids, links } = render("a[^x] b[^x]\n\n[^x]: n");
    expect(ids).toEqual(["fnref-x", "fnref-x-2", "footnote-label", "fn-x"]);
    expect(html).toContain(
      '<a href="#fnref-x" data-footnote-backref aria-label="Retour à l’appel de note 1" class="data-footnote-backref">↩</a>',
    );
    expect(html).toContain('<a href="#fnref-x-2" data-footnote-backref aria-label="Retour à l’appel de note 1-2"');
    expect(html).toContain('<h2 class="sr-only" id="footnote-label">Notes</h2>');
    expect(links).toEqual([]);
  });

  test("names with accents", () => {
    const { html } = render("a[^é]\n\n[^é]: n");
    expect(html).toContain('href="#fn-%C3%A9" id="fnref-%C3%A9"');
    expect(html).toContain('<li id="fn-%C3%A9">');
  });

  test("in another language", () => {
    expect(render("a[^x]\n\n[^x]: n", "en").html).toContain(">Footnotes</h2>");
  });

  test("notes of quotations and lists, calls without a note, notes without a call", () => {
    expect(render("> a[^1]\n>\n> [^1]: n\n\nb[^2]\n\n[^3]: m").html).toBe(
      '<blockquote>\n<p>a<sup><a href="#fn-1" id="fnref-1" data-footnote-ref aria-describedby="footnote-label">1</a></sup></p>\n</blockquote>\n<p>b[^2]</p>\n<section data-footnotes class="footnotes"><h2 class="sr-only" id="footnote-label">Notes</h2>\n<ol>\n<li id="fn-1">\n<p>n <a href="#fnref-1" data-footnote-backref aria-label="Retour à l’appel de note 1" class="data-footnote-backref">↩</a></p>\n</li>\n</ol>\n</section>',
    );
  });
});

describe("images", () => {
  const image = slotMark(0);
  test.each([
    ["alone: a figure", "![a](media/a.jpg)", `<figure class="figure">${image}</figure>`],
    [
      "its title is its caption",
      '![a](media/a.jpg "L\'été !")',
      `<figure class="figure">${image}<figcaption>L’été\u202f!</figcaption></figure>`,
    ],
    [
      "linked",
      '[![a](media/a.jpg "t")](/b/)',
      `<figure class="figure"><a href="/b/">${image}</a><figcaption>t</figcaption></figure>`,
    ],
    ["in a text", "a ![b](media/a.jpg) c", `<p>a ${image} c</p>`],
    ["two of them", "![a](media/a.jpg) ![b](media/b.jpg)", `<p>${image} ${slotMark(1)}</p>`],
    ["in raw HTML", '<img src="media/a.jpg" alt="a" width="3" onerror="x">', image],
    [
      "of another site",
      "![a](https://b.example/c.jpg)",
      '<figure class="figure"><a href="https://b.example/c.jpg">a</a></figure>',
    ],
    [
      "of another site, without words",
      "![](https://b.example/c.jpg)",
      '<figure class="figure"><a href="https://b.example/c.jpg">https://b.example/c.jpg</a></figure>',
    ],
    ["of another site, in a link", "[*x ![a](https://b.example/c.jpg)*](/d/)", '<p><a href="/d/"><em>x a</em></a></p>'],
    ["unsafe", "a ![b](javascript:x)", "<p>a b</p>"],
    ["a link to an image", "[a](media/a.jpg)", `<p><a href="${image}">a</a></p>`],
    [
      "a link to a file",
      "[a](media/l'%C3%A9t%C3%A9.pdf#page=2)",
      '<p><a href="/media/l\'%C3%A9t%C3%A9.pdf#page=2">a</a></p>',
    ],
  ])("%s", (_, markdown, html) => {
    expect(render(markdown).html).toBe(html);
  });

  test("each file once, with the line of its first use", () => {
    expect(render("a\n\n[b](media/b.jpg)\n\n![c](media/b.jpg)\n\n[d](media/d.pdf)", "fr", 10).files).toEqual([
      { file: "media/b.jpg", line: 12, image: true },
      { file: "media/d.pdf", line: 16, image: false },
    ]);
  });

  test("a missing alternative text is told, unless a link has words", () => {
    expect(render("![](media/a.jpg)\n\n[![](media/a.jpg) b](/c/)").problems).toMatchObject([
      { code: "missing-alt", line: 1, found: "media/a.jpg" },
    ]);
  });
});

describe("tables, tasks and languages", () => {
  test("a table scrolls in a region, with its caption or a name", () => {
    expect(render("| | b |\n|-|-:|\n| c | d |").html).toBe(
      '<div class="table" role="group" tabindex="0" aria-label="Tableau"><table>\n<thead>\n<tr>\n<td></td>\n<th class="to-right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td class="to-right">d</td>\n</tr>\n</tbody>\n</table></div>',
    );
    expect(render("<table><caption>L'an</caption><tr><td>a</td></tr></table>").html).toContain('aria-label="L’an"');
    expect(render("|a|\n|-|", "en").html).toContain('aria-label="Table"');
  });

  test("tasks cannot be ticked", () => {
    expect(render("- [x] a").html).toBe(
      '<ul class="contains-task-list">\n<li class="task-list-item"><input type="checkbox" checked disabled aria-label="fait" /> a</li>\n</ul>',
    );
  });

  test("French typography in French text only", () => {
    expect(render("a ! `b !` <kbd>c !</kbd> <em lang=en>d !</em> <em lang=fr>e !</em>\n\n    f !").html).toBe(
      '<p>a\u202f! <code>b !</code> <kbd>c !</kbd> <em lang="en">d !</em> <em lang="fr">e\u202f!</em></p>\n<pre><code>f !\n</code></pre>',
    );
    expect(render("a !", "en").html).toBe("<p>a !</p>");
    expect(render("## <span lang=en>a !</span>").headings[0]?.text).toBe("a !");
  });

  test("loose and tight lists", () => {
    expect(render("- a\n- b").html).toBe("<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    expect(render("- a\n\n- b").html).toBe("<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>");
    expect(render("- a\n  - b\n\n    c\n- d").html).toBe(
      "<ul>\n<li>a\n<ul>\n<li>\n<p>b</p>\n<p>c</p>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>",
    );
  });
});

describe("excerpt", () => {
  test.each([
    ["paragraphs of the text", "## T\n\nun *deux*\n\n- liste\n\n> citation\n\ntrois !", "un deux trois\u202f!"],
    [
      "not images, notes, buttons",
      "![a](media/a.jpg)\n\nb[^1] ![c](media/c.jpg)d\n\n::button{to=/e/ label=f}\n\n[^1]: g",
      "b d",
    ],
    ["within raw HTML", "<div>\n\na<br>b\n\n</div>", "a b"],
    ["breaks and ends of lines", "a  \nb\nc", "a b c"],
    ["nothing", "- a", ""],
  ])("%s", (_, markdown, excerpt) => {
    expect(render(markdown).excerpt).toBe(excerpt);
  });

  test("cut at a word, without punctuation", () => {
    const { excerpt } = render(`${"mot ".repeat(53)}suite, ${"fin ".repeat(20)}`);
    expect(excerpt).toBe(`${"mot ".repeat(53)}suite…`);
    expect(excerpt.length).toBeLessThanOrEqual(221);
  });

  test("a word without end is cut between characters", () => {
    expect(render(`${"a".repeat(189)}👍${"b".repeat(100)}`).excerpt).toBe(`${"a".repeat(189)}…`);
  });

  test.each([" ", "a", ",", "\u00a0", "."])("100,000 times %j", (sign) => {
    for (const times of [25_000, 50_000, 100_000]) {
      expect(render(`a${sign.repeat(times)}b`).excerpt.length).toBeLessThanOrEqual(221);
    }
  });
});
