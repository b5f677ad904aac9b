import { Conflict } from "@pivert/repository";
import { expect, test } from "vitest";
import { explainConflict, whatChanged } from "./explain-conflict.ts";

const post = (fields: string, text = "Un texte.") => `---\n${fields}\n---\n${text}\n`;

test.each<[string, string, string, string, string[]]>([
  ["a field", "posts/a.md", post("title: A"), post("title: B"), ["« Titre »"]],
  [
    "fields of another language",
    "en/posts/a.md",
    post("title: A\ntags: [x]"),
    post("title: B"),
    ["« Titre »", "« Mots-clés »"],
  ],
  ["the text", "posts/a.md", post("title: A"), post("title: A", "Autre."), ["le texte"]],
  ["both", "posts/a.md", post("title: A"), post("title: B", "Autre."), ["« Titre »", "le texte"]],
  ["an unknown field", "posts/a.md", post("title: A"), post("title: A\ntoString: 1"), ["« toString »"]],
  ["how it is written", "posts/a.md", post("title: A"), post('title: "A"'), ["la mise en forme"]],
  ["settings", "site.yaml", "name: A\nmenu: []\n", "name: B\nmenu: []\n", [expect.stringMatching(/^« .+ »$/)]],
  ["what cannot be read", "posts/a.md", "---\ntitle: [", post("title: A"), ["« Titre »", "le texte"]],
])("%s", (_, path, before, after, words) => {
  expect(whatChanged(path, before, after)).toEqual(words);
});

test("without the text that was opened, the content", () => {
  expect(whatChanged("posts/a.md", undefined, post("title: A"))).toEqual(["le contenu"]);
});

test("a file that was emptied is not one that was deleted", () => {
  const theirs = { author: "Inès", date: "2026-05-02", message: "x" };
  const emptied = new Conflict("posts/a.md", { ...theirs, oid: "e".repeat(40), content: "" });
  const deleted = new Conflict("posts/a.md", { ...theirs, oid: null });
  expect(explainConflict(emptied, post("title: A")).changed).toEqual(["« Titre »", "le texte"]);
  expect(explainConflict(deleted, post("title: A"))).toMatchObject({
    id: "",
    changed: ["tout : le fichier a été supprimé"],
  });
});
