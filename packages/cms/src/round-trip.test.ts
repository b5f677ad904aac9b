import { describe, expect, test } from "vitest";
import { mergeMarkdown } from "./round-trip.ts";

/** An editor with a style of its own: stars for bullets and emphasis, one blank line, no definitions, no comments. */
function editor(markdown: string): string {
  const definitions = new Map([...markdown.matchAll(/^\[([^\]^]+)\]: (\S+)$/gm)].map(([, name, url]) => [name, url]));
  return markdown
    .replace(/^\[([^\]^]+)\]: (\S+)$/gm, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/\[([^\]]+)\]\[([^\]]+)\]/g, (whole, text, name) =>
      definitions.has(name) ? `[${text}](${definitions.get(name)})` : whole,
    )
    .replace(/^- /gm, "* ")
    .replace(/_([^_\n]+)_/g, "*$1*")
    .replace(/^(.+)\n=+$/gm, "# $1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Opens a text, changes it as its user would, and saves. */
function edit(original: string, change: (text: string) => string): string {
  const opened = editor(original);
  return mergeMarkdown(original, opened, change(opened), { normalise: editor });
}

const TEXT = `# Titre #
Un paragraphe _tout contre_ son titre.

- un
- deux  
  suite
- trois

1) premier
2) second



Une citation :

> Citée _ainsi_
sans marque.

| a | b |
|---|---|
| 1 | 2 |

<div class="x">
  <b>brut</b>
</div>

<!-- un commentaire -->

Fin avec [un lien][l] et une note[^n].

[l]: https://exemple.fr
[^n]: La note.
`;

describe("mergeMarkdown", () => {
  test("a text that nobody changed is the original", () => {
    expect(edit(TEXT, (text) => text)).toBe(TEXT);
  });

  test.each([
    ["paragraphe", "alinéa"],
    ["trois", "quatre"],
    ["second", "deuxième"],
    ["Une citation", "Une parole"],
    ["Citée", "Dite"],
    ["| 1 | 2 |", "| 1 | 3 |"],
    ["brut", "net"],
    ["Fin avec", "Fini avec"],
    ["La note", "Cette note"],
    ["Titre", "Autre titre"],
  ])("one word changed (%s) changes that word", (from, to) => {
    expect(edit(TEXT, (text) => text.replace(from, to))).toBe(TEXT.replace(from, to));
  });

  test("a paragraph added comes between its neighbours", () => {
    expect(edit(TEXT, (text) => text.replace("Une citation :", "Du neuf.\n\nUne citation :"))).toBe(
      TEXT.replace("Une citation :", "Du neuf.\n\nUne citation :"),
    );
  });

  test("a paragraph removed goes alone", () => {
    expect(edit(TEXT, (text) => text.replace("Une citation :\n\n", ""))).toBe(TEXT.replace("Une citation :\n\n", ""));
  });

  test("a paragraph moved keeps its source", () => {
    const original = "Un _premier_ texte.\n\nUn autre.\n\nLe dernier.\n";
    const moved = edit(original, () => "Un autre.\n\nLe dernier.\n\nUn *premier* texte.");
    expect(moved).toBe("Un autre.\n\nLe dernier.\n\nUn _premier_ texte.\n");
  });

  test("what the editor does not show stays", () => {
    const original = "Avant.\n\n<!-- garde -->\n\nAprès [là][l].\n\n[l]: /x/\n";
    expect(edit(original, (text) => text.replace("Avant", "D’abord"))).toBe(original.replace("Avant", "D’abord"));
    expect(edit(original, (text) => text.replace("Avant.\n\n", ""))).toContain("<!-- garde -->");
    expect(edit(original, (text) => text.replace("Après [là](/x/).", ""))).toContain("[l]: /x/");
  });

  test("a list item added takes the list's own marker, and the others stay", () => {
    const original = "- un\n- deux _fois_\n";
    expect(edit(original, (text) => `${text}\n* trois`)).toBe("- un\n- deux _fois_\n- trois\n");
    expect(edit("1) un\n2) deux\n", (text) => `${text}\n3. trois`)).toMatch(/^1\) un\n2\) deux\n+3[).] trois\n$/);
  });

  test("a nested list keeps what was not touched", () => {
    const original = "-   un\n    - sous _un_\n    - sous deux\n-   deux\n";
    expect(edit(original, (text) => text.replace("sous deux", "sous 2"))).toContain("- sous _un_");
  });

  test("a box to tick that the editor does not show stays", () => {
    const merged = mergeMarkdown("- [ ] à faire\n- [x] fait\n", "* à faire\n* fait\n", "* à refaire\n* fait\n");
    expect(merged).toBe("- [ ] à refaire\n- [x] fait\n");
  });

  test("a second paragraph stays in the nested item that it belongs to", () => {
    const original = "* un\n    * sous un\n    * sous deux\n\n      et sa suite\n";
    const opened = "* un\n  * sous un\n  * sous deux\n\n    et sa suite\n";
    expect(mergeMarkdown(original, opened, opened.replace("suite", "fin"))).toBe(original.replace("suite", "fin"));
  });

  test("a change of emphasis that a merge of words would break is taken from the editor", () => {
    const original = "Un _mot puis_ un autre.\n";
    const opened = editor(original);
    const saved = opened.replace("*mot puis*", "*mot* puis");
    const merged = mergeMarkdown(original, opened, saved, { normalise: editor });
    expect(editor(merged)).toBe(saved);
  });

  test("without the editor's own writing a changed paragraph is the editor's", () => {
    const original = "Un _mot_ ici.\n\nUn _autre_ là.\n";
    const opened = editor(original);
    expect(mergeMarkdown(original, opened, opened.replace("ici", "là-bas"))).toBe(
      "Un *mot* là-bas.\n\nUn _autre_ là.\n",
    );
  });

  test("Windows line ends stay", () => {
    const original = "Un _mot_.\r\n\r\nDeux.\r\n";
    const opened = editor(original.replaceAll("\r", ""));
    expect(mergeMarkdown(original, opened, opened.replace("Deux", "Trois"))).toBe("Un _mot_.\r\n\r\nTrois.\r\n");
  });

  test("an empty text takes what is written, and a text may be emptied", () => {
    expect(mergeMarkdown("", "", "Bonjour")).toBe("Bonjour");
    expect(mergeMarkdown("Bonjour\n", "Bonjour", "").trim()).toBe("");
  });

  test("two equal paragraphs do not confuse it", () => {
    const original = "_Pareil._\n\n_Pareil._\n\nAutre.\n\n_Pareil._\n";
    expect(edit(original, (text) => text.replace("Autre", "Différent"))).toBe(original.replace("Autre", "Différent"));
    expect(edit(original, (text) => text.replace(/\*Pareil\.\*$/, "*Dernier.*"))).toBe(
      original.replace(/_Pareil\._\n$/, "_Dernier._\n"),
    );
  });

  test("lists that the editor joins stay apart, and none of them is written twice", () => {
    const original = "- un\n- deux\n\n+ trois _fois_\n+ quatre\n\nFin.\n";
    const joins = (markdown: string) =>
      editor(markdown.replace(/^\+ /gm, "* ")).replace("deux\n\n* trois", "deux\n* trois");
    const opened = joins(original);
    const merged = mergeMarkdown(original, opened, opened.replace("quatre", "cinq"), { normalise: joins });
    expect(merged).toBe(original.replace("quatre", "cinq"));
    expect(mergeMarkdown(original, opened, opened.replace("Fin", "Suite"), { normalise: joins })).toBe(
      original.replace("Fin", "Suite"),
    );
  });

  test("a long text is quick", () => {
    const original = Array.from({ length: 2000 }, (_, index) => `Paragraphe _${index}_ avec des mots.`).join("\n\n");
    const started = performance.now();
    expect(edit(original, (text) => text.replace("*1000* avec", "*1000* sans"))).toBe(
      original.replace("_1000_ avec", "_1000_ sans"),
    );
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});
