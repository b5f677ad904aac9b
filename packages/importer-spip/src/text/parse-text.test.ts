import { describe, expect, it } from "vitest";
import { generateText } from "../testing/generate-text.ts";
import { cleanText } from "./entities.ts";
import { chooseLanguage } from "./multi.ts";
import { parseText } from "./parse-text.ts";
import { notesToHtml, openNotes, type References, toHtml } from "./to-html.ts";

const references: References = {
  link: (target) => ({ href: target, title: target }),
  model: () => "",
  lang: "fr",
  missing: () => {},
};

function htmlOf(written: string): { html: string; all: string } {
  const notes = openNotes();
  const { blocks, dropped } = parseText(chooseLanguage(cleanText(written), "fr"));
  const html = toHtml(blocks, references, notes);
  return { html, all: [html, notesToHtml(notes), ...notes.uncalled, ...dropped].join("\n") };
}

describe("parseText", () => {
  it.each([
    ["{a {{b}}} c", "<p><em>a <strong>b</strong></em> c</p>"],
    ["{{gras\n\nencore}} fin", "<p><strong>gras</strong></p>\n<p><strong>encore</strong> fin</p>"],
    ["{{jamais fermé\n\nsuite", "<p><strong>jamais fermé</strong></p>\n<p>suite</p>"],
    ["a } b", "<p>a  b</p>"],
    ["x <Dupont, 2003> y", "<p>x &lt;Dupont, 2003&gt; y</p>"],
    ["5 < 6 et a<b", "<p>5 &lt; 6 et a&lt;b</p>"],
    ["[sans fin->art1\nsuite", "<p>[sans fin-&gt;art1<br>suite</p>"],
    ["l`été d`ici", "<p>l`été d`ici</p>"],
    ["| a | b |\nsuite", "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>\n<p>suite</p>"],
    ["| a\n\nb", "<p>| a</p>\n<p>b</p>"],
    ["-* un\n- tiret\n-* deux", '<ul><li> un<br><span class="spip-puce">–</span> tiret</li><li> deux</li></ul>'],
    ["{{{Titre}}}Texte", "<h2>Titre</h2>\n<p>Texte</p>"],
    ["{{{Jamais fermé\nTexte", "<h2>Jamais fermé</h2>\n<p>Texte</p>"],
    ["<quote>a\n\n-* b\n</quote>", "<blockquote>\n<p>a</p>\n<ul><li> b</li></ul>\n</blockquote>"],
    [
      "a[[n [->art1]]] b",
      '<p>a<span class="spip_note_ref">&nbsp;[<a href="#nb1" class="spip_note" rel="appendix" id="nh1">1</a>]</span> b</p>',
    ],
  ])("%j", (written, html) => {
    expect(htmlOf(written).html).toBe(html);
  });

  it("neither fails on generated texts nor loses a word of them", () => {
    const count = process.env.PIVERT_LONG ? 100_000 : 2_000;
    for (let seed = 1; seed <= count; seed++) {
      const { text, words } = generateText(seed);
      const { all } = htmlOf(text);
      const lost = words.filter((word) => !all.includes(word));
      expect(lost, `seed ${seed}: ${JSON.stringify(text)}`).toEqual([]);
    }
  }, 3_600_000);

  it.each(
    [
      ..."{ } {{ }} {{{ }}} {a} {{a {{{a {{{a}}} [ [[ [[a [-> [a->b] [? [a|b < <a <abc| <img1| <code> <html> <multi> <quote> <poesie> ` ``a - _ & &# ~ <!-- <? <:a www. [[<a> [a[b]c a<-] <b> -> x->y]".split(
        " ",
      ),
      "\n|",
      "\n|a|b|",
      "|\n|",
      "\n-* a",
      "\n-**",
      "\n- a\n\n",
      "\n_ ",
      "{{{a\n\n",
      "http://a.fr ",
      '<x a="',
    ].map((unit) => [unit]),
  )("takes a bounded time for a text of nothing but %j", (unit) => {
    // What took the square of its length would take minutes.
    expect(htmlOf(unit.repeat(Math.ceil(200_000 / unit.length))).all.length).toBeGreaterThan(0);
  });
});
