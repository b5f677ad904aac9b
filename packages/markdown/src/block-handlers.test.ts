import { describe, expect, test } from "vitest";
import { renderMarkdown } from "./render-markdown.ts";
import { fillSlots } from "./slots.ts";

function render(markdown: string, lang = "fr") {
  const rendered = renderMarkdown(markdown, {
    file: "pages/essai.md",
    path: "/essai/",
    lang,
    firstLine: 10,
    origins: new Set(["essai.example"]),
    pathOf: (file) => (file === "pages/asso.md" ? "/asso/" : undefined),
  });
  // Slots are shown as `[kind file]`.
  const html = fillSlots(rendered.html, rendered.slots, (slot) => `[${slot.kind} ${"file" in slot ? slot.file : ""}]`);
  return { ...rendered, html };
}

const problemsOf = (markdown: string) =>
  render(markdown).problems.map(({ line, code, field, found }) =>
    [line, code, field, found].filter((fact) => fact !== undefined && fact !== "").join(" "),
  );

describe("each block", () => {
  test.each([
    [
      "figure",
      ':::figure{src="a.jpg" alt="b" align="wide" credit="c" link="https://d.example/"}\nLégende *e* !\n:::',
      '<figure class="figure wide"><a href="https://d.example/">[image media/a.jpg]</a><figcaption>Légende <em>e</em>\u202f! <small class="credit">c</small></figcaption></figure>',
    ],
    [
      "figure without a caption",
      ':::figure{src="a.jpg" alt="b"}\n:::',
      '<figure class="figure">[image media/a.jpg]</figure>',
    ],
    [
      "figure with a caption of two paragraphs",
      ':::figure{src="a.jpg" alt="b"}\nc\n\nd\n:::',
      '<figure class="figure">[image media/a.jpg]<figcaption>\n<p>c</p>\n<p>d</p>\n</figcaption></figure>',
    ],
    [
      "gallery",
      ':::gallery{columns="2"}\n![a](media/a.jpg "Un")\n![b](media/b.jpg)\n\n[![c](media/c.jpg "Trois")](/d/)\n:::',
      '<div class="gallery columns-2"><figure class="figure">[image media/a.jpg]<figcaption>Un</figcaption></figure><figure class="figure">[image media/b.jpg]</figure><figure class="figure"><a href="/d/">[image media/c.jpg]</a><figcaption>Trois</figcaption></figure></div>',
    ],
    [
      "gallery with words: they stay, the last as its caption",
      ":::gallery\n![a](media/a.jpg) *un*\n\ndeux\n:::",
      '<figure class="gallery columns-3"><figure class="figure">[image media/a.jpg]</figure><p>un</p><figcaption>deux</figcaption></figure>',
    ],
    [
      "gallery of raw HTML",
      ':::gallery\n<img src="media/a.jpg" alt="a">\n:::',
      '<div class="gallery columns-3">[image media/a.jpg]</div>',
    ],
    [
      "video of another site",
      '::video{url="https://tube.example/w/1" title="Le film" poster="a.jpg"}',
      '<figure class="player"><a class="player-link" href="https://tube.example/w/1">[image media/a.jpg]<span>Le film</span> <small class="credit">tube.example</small></a></figure>',
    ],
    [
      "video of media/",
      '::video{url="media/film.mp4" title="Le film"}',
      '<figure class="video">[video media/film.mp4]<figcaption>Le film</figcaption></figure>',
    ],
    [
      "embed",
      '::embed{url="https://a.example/?b=1&amp;c=2" title="L&#x27;&quot;été&quot; &amp; co"}',
      '<figure class="player"><a class="player-link" href="https://a.example/?b=1&amp;c=2"><span>L’"été" &amp; co</span> <small class="credit">a.example</small></a></figure>',
    ],
    [
      "audio",
      '::audio{src="a.mp3" title="Un son"}',
      '<figure class="audio">[audio media/a.mp3]<figcaption>Un son</figcaption></figure>',
    ],
    [
      "document",
      '::document{src="bilan #2 à 100%.pdf" title="Bilan"}',
      '<p class="document"><a href="/media/bilan%20%232%20%C3%A0%20100%25.pdf" download="">Bilan <span class="file">[file-facts media/bilan #2 à 100%.pdf]</span></a></p>',
    ],
    [
      "document without a title",
      '::document{src="2026/a.pdf"}',
      '<p class="document"><a href="/media/2026/a.pdf" download="">a.pdf <span class="file">[file-facts media/2026/a.pdf]</span></a></p>',
    ],
    [
      "map",
      '::map{lat="43.6" lon="-1.44" label="Local" address="1 rue A" image="plan.png"}',
      '<figure class="map">[image media/plan.png]<figcaption><strong>Local</strong><br />1 rue A<br /><a href="https://www.openstreetmap.org/?mlat=43.6&amp;mlon=-1.44#map=17/43.6/-1.44">Voir sur OpenStreetMap</a><small class="credit"> 43.6,-1.44 · © contributeurs d’OpenStreetMap</small></figcaption></figure>',
    ],
    [
      "button to a path",
      '::button{to="/adherer/" label="Adhérer"}',
      '<p class="button"><a href="/adherer/">Adhérer</a></p>',
    ],
    ["button to an entry", '::button{to="asso.md" label="A"}', '<p class="button"><a href="/asso/">A</a></p>'],
    [
      "button to a mailbox",
      '::button{to="mailto:a@b.fr" label="A"}',
      '<p class="button"><a href="mailto:a@b.fr">A</a></p>',
    ],
    [
      "details",
      ':::details{title="Plus ?"}\n## Titre\n\n- a\n:::',
      '<details><summary>Plus\u202f?</summary>\n<h2 id="titre">Titre</h2>\n<ul>\n<li>a</li>\n</ul>\n</details>',
    ],
    [
      "nested",
      '::::details{title="A"}\n:::figure{src="a.jpg" alt="b"}\nc\n:::\n\n::button{to="/d/" label="e"}\n::::\n\nf',
      '<details><summary>A</summary>\n<figure class="figure">[image media/a.jpg]<figcaption>c</figcaption></figure>\n<p class="button"><a href="/d/">e</a></p>\n</details>\n<p>f</p>',
    ],
    [
      "in a list and a quotation",
      '- a\n\n  ::button{to="/b/" label="c"}\n\n> ::button{to="/d/" label="e"}',
      '<ul>\n<li>\n<p>a</p>\n<p class="button"><a href="/b/">c</a></p>\n</li>\n</ul>\n<blockquote>\n<p class="button"><a href="/d/">e</a></p>\n</blockquote>',
    ],
  ])("%s", (_, markdown, html) => {
    expect(render(markdown)).toMatchObject({ html, problems: [] });
  });

  test("in another language", () => {
    expect(render('::map{lat="1" lon="2" label="L"}', "en").html).toContain("View on OpenStreetMap");
  });

  test("files, links and lines", () => {
    expect(
      render('a\n\n::document{src="b.pdf"}\n\n:::figure{src="c.jpg" alt="c"}\n:::\n\n::button{to="/d/#e" label="f"}'),
    ).toMatchObject({
      files: [
        { file: "media/b.pdf", line: 12, image: false },
        { file: "media/c.jpg", line: 14, image: true },
      ],
      links: [{ path: "/d/", fragment: "e", written: "/d/#e", line: 17 }],
    });
  });
});

describe("a block that is not as it should be", () => {
  const leaves: [string, string[]][] = [
    ['::video{title="T"}', ["12 bad-block video.url"]],
    ['::video{url="media/a.mp4"}', ["12 bad-block video.title"]],
    ['::video{url="javascript:x" title="T"}', ["12 bad-block video.url javascript:x"]],
    ['::video{url="https://a.example" title="T" largeur="3"}', ["12 bad-block video.largeur 3"]],
    ['::embed{url="a.example" title="T"}', ["12 bad-block embed.url a.example"]],
    ['::embed{url="https://a.example"}', ["12 bad-block embed.title"]],
    ['::embed{url="https://a.example" title="T" x y="z"}', ["12 bad-block embed.x", "12 bad-block embed.y z"]],
    ['::audio{title="T"}', ["12 bad-block audio.src"]],
    ['::audio{src="a.mp3" title=""}', ["12 bad-block audio.title"]],
    ['::audio{src="a.mp3" title="T" auto="1"}', ["12 bad-block audio.auto 1"]],
    ["::document", ["12 bad-block document.src"]],
    ['::document{src="a.pdf" .grand}', ["12 bad-block document.class grand"]],
    ['::document{src="a.pdf" constructor="x"}', ["12 bad-block document.constructor x"]],
    ['::map{lon="1" label="L"}', ["12 bad-block map.lat"]],
    ['::map{lat="91" lon="x" label="L"}', ["12 bad-block map.lat 91", "12 bad-block map.lon x"]],
    ['::map{lat="1" lon="2" label="L" zoom="3"}', ["12 bad-block map.zoom 3"]],
    ['::button{label="A"}', ["12 bad-block button.to"]],
    ['::button{to="javascript:x" label="A"}', ["12 bad-block button.to javascript:x"]],
    ['::button{to="//a.example" label="A"}', ["12 bad-block button.to //a.example"]],
    ['::button{to="/a/" label="A" couleur="rouge"}', ["12 bad-block button.couleur rouge"]],
    ['::inconnu{a="b"}', ["12 unknown-block inconnu"]],
    ["::figure{src=a.jpg}", ["12 unknown-block figure"]],
    ["::constructor{}", ["12 unknown-block constructor"]],
    ["::video[Le film]{a=b}", ["12 bad-block video.url", "12 bad-block video.title", "12 bad-block video.a b"]],
  ];
  test.each(leaves)("%s: its line stays", (line, problems) => {
    expect(problemsOf(`a\n\n${line}`)).toEqual(problems);
    const { html } = render(`a\n\n${line}`, "en");
    expect(html.replaceAll("&amp;", "&")).toBe(`<p>a</p>\n<p>${line}</p>`);
  });

  const containers: [string, string[]][] = [
    [':::figure{alt="x"}', ["12 bad-block figure.src"]],
    [':::figure{src="a.jpg" align="top"}', ["12 bad-block figure.align top"]],
    [':::figure{src="a.jpg" titre="x"}', ["12 bad-block figure.titre x"]],
    [":::gallery{columns=9}", ["12 bad-block gallery.columns 9"]],
    [":::gallery{largeur=9}", ["12 bad-block gallery.largeur 9"]],
    [":::details", ["12 bad-block details.title"]],
    [":::details{title=x open}", ["12 bad-block details.open"]],
    [":::note", ["12 unknown-block note"]],
    [":::video{url=x}", ["12 unknown-block video"]],
  ];
  test.each(containers)("%s: what it holds stays", (line, problems) => {
    const markdown = `a\n\n${line}\nb *c*\n:::\n\nd`;
    expect(problemsOf(markdown)).toEqual(problems);
    expect(render(markdown).html).toBe("<p>a</p>\n<div>\n<p>b <em>c</em></p>\n</div>\n<p>d</p>");
  });

  test("the label of a container stays", () => {
    expect(render(":::note[Attention *a*]\nb\n:::").html).toBe("<div>\n<p>Attention <em>a</em></p>\n<p>b</p>\n</div>");
  });

  test("words after a fence stay, with the fences", () => {
    expect(render(":::note Attention\nb\n:::")).toMatchObject({
      html: "<p>:::note Attention\nb\n:::</p>",
      problems: [],
    });
  });

  test("expected says what to write", () => {
    expect(render('::video{url="x"}').problems).toMatchObject([
      { field: "video.url", expected: expect.stringContaining("PeerTube") },
      { field: "video.title", expected: "le titre de la vidéo" },
    ]);
    expect(render("::video{url=https://a.example title=b c=d}").problems).toMatchObject([
      { field: "video.c", expected: "un de ces champs : url, title, poster" },
    ]);
    expect(render("::x").problems[0]?.expected).toContain(":::gallery, ::video");
  });

  test.each([
    ['::document{src="https://a.example/b.pdf" title="T"}', ["10 missing-file https://a.example/b.pdf"], "<p>T</p>"],
    ['::document{src="../../b.pdf" title="T"}', [], undefined],
    ['::document{src="media/../../b.pdf" title="T"}', ["10 missing-file media/../../b.pdf"], "<p>T</p>"],
    [
      '::audio{src="//a.example/b.mp3" title="T"}',
      ["10 missing-file //a.example/b.mp3"],
      '<figure class="audio"><figcaption>T</figcaption></figure>',
    ],
    [
      ':::figure{src="https://a.example/b.jpg" alt="B"}\n:::',
      ["10 missing-image https://a.example/b.jpg"],
      '<figure class="figure">B</figure>',
    ],
    [
      ':::figure{src="a.jpg"}\n:::',
      ["10 missing-alt media/a.jpg"],
      '<figure class="figure">[image media/a.jpg]</figure>',
    ],
    [
      ":::gallery\n![](media/a.jpg)\n:::",
      ["11 missing-alt media/a.jpg"],
      '<div class="gallery columns-3"><figure class="figure">[image media/a.jpg]</figure></div>',
    ],
  ])("%s", (markdown, problems, html) => {
    expect(problemsOf(markdown)).toEqual(problems);
    if (html) expect(render(markdown).html).toBe(html);
  });
});

describe("what is no block", () => {
  test.each([
    ["18:30", "<p>18:30</p>"],
    [":smile: :+1:", "<p>:smile: :+1:</p>"],
    ["à:midi et A:B[c]{d=e}", "<p>à:midi et A:B[c]{d=e}</p>"],
    ["Contact:Ana[ici](/a/)", '<p>Contact:Ana<a href="/a/">ici</a></p>'],
    ["**Lieu**:place *x*:y", "<p><strong>Lieu</strong>:place <em>x</em>:y</p>"],
    ["a ::video{url=x}", "<p>a ::video{url=x}</p>"],
    ["::video suite", "<p>::video suite</p>"],
    ["    ::video{url=x}", "<pre><code>::video{url=x}\n</code></pre>"],
    ["`::video{url=x}`", "<p><code>::video{url=x}</code></p>"],
    ["\\::video{url=x}", "<p>::video{url=x}</p>"],
    [":::\na\n:::", "<p>:::\na\n:::</p>"],
  ])("%s", (markdown, html) => {
    expect(render(markdown)).toMatchObject({ html, problems: [] });
  });
});
