import { describe, expect, test } from "vitest";
import { htmlToMarkdown } from "./html-to-markdown.ts";

const markdownOf = (html: string) => htmlToMarkdown(html).markdown.trimEnd();

describe("htmlToMarkdown writes", () => {
  test.each([
    ["bold, italic and code", "<p><b>a</b> <i>b</i> <code>c</code></p>", "**a** *b* `c`"],
    ["the space at the edge of bold outside it", "<p><strong> a </strong>b</p>", "**a** b"],
    ["bold that touches a letter so that it stays bold", "<p><strong>a :</strong>b</p>", "**a :**&#x62;"],
    ["bold around paragraphs into each of them", "<strong><p>a</p><p>b</p></strong>", "**a**\n\n**b**"],
    ["signs of Markdown as signs", "<p># a</p><p>1. b</p><p>*c* [d]</p>", "\\# a\n\n1\\. b\n\n\\*c\\* \\[d]"],
    ["an address that was no link as no link", "<p>https://a.example</p>", "https\\://a.example"],
    ["a line break", "<p>a<br>b</p>", "a\\\nb"],
    ["a list that starts later", '<ol start="3"><li>c</li></ol>', "3. c"],
    ["a list within an item, close together", "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>", "- a\n  - b\n  - c"],
    ["letters for numbers as HTML", '<ol type="a"><li>x</li></ol>', '<ol type="a">\n<li>x</li>\n</ol>'],
    ["what has no sign in Markdown as HTML within the line", "<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"],
    ["a foreign word with its language", '<p><span lang="en">a</span></p>', '<span lang="en">a</span>'],
    ["code with its language", '<pre><code class="language-js">a\n\n b</code></pre>', "```js\na\n\n b\n```"],
    ["text of fixed width with bold in it as HTML", "<pre>a\n <b>b</b></pre>", "<pre>a\n <b>b</b></pre>"],
    [
      "a poem with its white space",
      '<pre class="wp-block-verse">a\n\n  b</pre>',
      '<pre class="poem">a\n&#10;  b</pre>',
    ],
    ["a simple table", "<table><tr><th>a</th></tr><tr><td>b|c<br>d</td></tr></table>", "| a |\n| - |\n| b\\|c<br>d |"],
    ["a table without headers", "<table><tr><td>a</td></tr></table>", "| |\n| - |\n| a |"],
    [
      "a table with a cell that spans as HTML",
      '<table><tr><td colspan="2" style="color:red">a</td></tr></table>',
      '<table>\n<tbody>\n<tr>\n<td colspan="2">a</td>\n</tr>\n</tbody>\n</table>',
    ],
    ["definitions as HTML", "<dl><dt>a</dt><dd>b</dd></dl>", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"],
    [
      "an image with a caption of plain words",
      '<figure><img src="/media/a.jpg" alt="A"><figcaption>B</figcaption></figure>',
      '![A](/media/a.jpg "B")',
    ],
    [
      "an image with a place as a block",
      '<figure class="alignleft"><img src="/media/a.jpg" alt="A"><figcaption>B <em>c</em></figcaption></figure>',
      ':::figure{src="/media/a.jpg" alt="A" align="left"}\nB *c*\n:::',
    ],
    [
      "an image at a side of its paragraph before it",
      '<p><img class="alignright" src="/media/a.jpg" alt="A">b</p>',
      ':::figure{src="/media/a.jpg" alt="A" align="right"}\n:::\n\nb',
    ],
    ["no tooltip as caption", '<p><img src="/media/a.jpg" alt="A" title="IMG_001"></p>', "![A](/media/a.jpg)"],
    [
      "emoji drawn as images as letters",
      '<p>a <img class="emoji" alt="🚲" src="https://s.w.org/1f6b2.svg"></p>',
      "a 🚲",
    ],
    [
      "a gallery",
      '<div class="gallery gallery-columns-2"><figure><img src="/media/a.jpg" alt="A"><figcaption>B</figcaption></figure></div>',
      ':::gallery{columns="2"}\n![A](/media/a.jpg "B")\n:::',
    ],
    [
      "a film by the address of its page",
      '<p><iframe title="T" src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"></iframe></p>',
      '::video{url="https://www.youtube.com/watch?v=dQw4w9WgXcQ" title="T"}',
    ],
    [
      "a film of a PeerTube that nobody knows",
      '<iframe src="https://tube.asso.example/videos/embed/9db9f3f1-9b54"></iframe>',
      '::video{url="https://tube.asso.example/w/9db9f3f1-9b54" title="tube.asso.example"}',
    ],
    [
      "an old player",
      '<object><param name="movie" value="https://youtube.com/v/abcdefghijk"></object>',
      '::video{url="https://www.youtube.com/watch?v=abcdefghijk" title="Vidéo YouTube"}',
    ],
    ["a sound of the site", '<audio src="/media/a.mp3"></audio>', '::audio{src="/media/a.mp3" title="a.mp3"}'],
    [
      "any other frame as an embed",
      '<iframe src="//umap.example/m/1?a=1&amp;b=2" title="Q&quot;"></iframe>',
      '::embed{url="https://umap.example/m/1?a=1&amp;b=2" title="Q&quot;"}',
    ],
    [
      "a button",
      '<div class="wp-block-button"><a class="wp-block-button__link" href="/a/">A</a></div>',
      '::button{to="/a/" label="A"}',
    ],
    ["a text to unfold", "<details><summary>A</summary><p>b</p></details>", ':::details{title="A"}\nb\n:::'],
    ["a quotation with its source", "<blockquote><p>a</p><cite>B</cite></blockquote>", "> a\n>\n> <cite>B</cite>"],
    ["a link with a language as HTML", '<p><a href="/a/" hreflang="en">a</a></p>', '<a href="/a/" hreflang="en">a</a>'],
    ["an anchor that a link leads to", '<p><a href="#b">a</a></p><h2 id="b">C</h2>', '[a](#b)\n\n## <a id="b"></a>C'],
    ["no id that nothing leads to", '<h2 id="h-titre">Titre</h2>', "## Titre"],
    ["nothing of paragraphs that only make room", "<p>&nbsp;</p><h2></h2><p>a</p><ul></ul>", "a"],
  ])("%s", (_, html, markdown) => {
    expect(markdownOf(html)).toBe(markdown);
  });
});

describe("htmlToMarkdown finds notes", () => {
  test.each([
    [
      "of WordPress, called twice",
      '<p>a<sup data-fn="x" class="fn"><a href="#x" id="x-link">1</a></sup> b<sup data-fn="x" class="fn"><a href="#x" id="x-link-2">1</a></sup></p><ol class="wp-block-footnotes"><li id="x">N <a href="#x-link">↩︎</a></li></ol>',
      "a[^1] b[^1]\n\n[^1]: N",
    ],
    [
      "of SPIP, with a name",
      '<p>a<span class="spip_note_ref"> [<a href="#nbD" class="spip_note" rel="appendix" id="nhD">Dupont</a>]</span></p><div id="nbD"><p><span class="spip_note_ref">[<a href="#nhD" rev="appendix">Dupont</a>] </span>N</p></div>',
      "a[^Dupont]\n\n[^Dupont]: N",
    ],
    [
      "of Word",
      '<p>a<a name="_ftnref1" href="#_ftn1">[1]</a></p><p><a name="_ftn1" href="#_ftnref1">[1]</a> N</p>',
      "a[^1]\n\n[^1]: N",
    ],
  ])("%s", (_, html, markdown) => {
    expect(markdownOf(html)).toBe(markdown);
  });

  test("and leaves a note that nothing calls as text", () => {
    expect(markdownOf('<p>a</p><div id="nb"><p>N</p></div>')).toBe("a\n\nN");
  });

  test("and leaves links within the page as links", () => {
    expect(
      markdownOf('<p id="haut"><a href="#bas">bas</a></p><p id="bas"><a href="#ailleurs">haut</a></p>'),
    ).not.toContain("[^");
  });
});

describe("htmlToMarkdown says what it leaves out", () => {
  test.each([
    ["a script", "<script>x()</script>", [{ what: "script", found: "x()" }]],
    ["a form", '<form action="/x"><input name="a"></form>', [{ what: "form", found: "/x" }]],
    [
      "a text that nobody sees",
      '<div style="position:absolute;left:-9999px">spam</div>',
      [{ what: "hidden-text", found: "spam" }],
    ],
    ["an unsafe address", '<a href="java&#10;script:x()">a</a>', [{ what: "address", found: "javascript:x()" }]],
    [
      "an image that is its own address",
      '<img src="data:image/gif;base64,R0">',
      [{ what: "image", found: "data:image/gif;base64,R0" }],
    ],
    ["a frame without an address", '<iframe srcdoc="x"></iframe>', [{ what: "frame", found: "x" }]],
  ])("%s", (_, html, losses) => {
    expect(htmlToMarkdown(html).losses).toEqual(losses);
  });
});

test("htmlToMarkdown asks what each address becomes", () => {
  const address = (written: string, use: string) => `/${use}${written}`;
  const { markdown } = htmlToMarkdown('<a href="/a">b</a> <img src="/c" alt="d">', { address });
  expect(markdown).toBe("[b](/link/a) ![d](/image/c)\n");
});

test("htmlToMarkdown keeps the text of HTML that nests without end", () => {
  for (const tag of ["div", "b", "ul><li", "blockquote", "table><tr><td"]) {
    expect(htmlToMarkdown(`${`<${tag}>`.repeat(5000)}fond`).markdown).toContain("fond");
  }
});
