import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { frenchPhrases } from "./locale-fr.ts";

// Decap's locales are published for bundlers: the module of one language is read by its path.
const locales = createRequire(import.meta.url).resolve("decap-cms-locales");
const { default: en } = (await import(join(locales, "..", "esm", "en", "index.js"))) as { default: object };

function phrasesOf(tree: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string"
        ? [[`${path}${key}`, value] as const]
        : [...phrasesOf(value as object, `${path}${key}.`)],
    ),
  );
}

const english = phrasesOf(en);
const french = phrasesOf(frenchPhrases);

test("Decap has phrases to translate", () => expect(english.size).toBeGreaterThan(240));

test("every phrase is there, and no other", () => {
  expect([...french.keys()].sort()).toEqual([...english.keys()].sort());
});

test("no phrase is empty or left in English", () => {
  const same = [...french].filter(([key, phrase]) => phrase === english.get(key)).map(([key]) => key);
  expect([...french].filter(([, phrase]) => phrase.trim() === "")).toEqual([]);
  expect(same).toEqual([
    "editor.editorWidgets.markdown.code",
    "mediaLibrary.mediaLibraryModal.images",
    "ui.toast.onFailToAuth",
    "workflow.workflowCard.lastChangeNoAuthor",
  ]);
});

test("a phrase names no place that Decap does not fill", () => {
  const places = (phrase = ""): string[] => phrase.match(/%\{\w+\}/g) ?? [];
  const unknown = [...french].filter(([key, phrase]) =>
    places(phrase).some((place) => !places(english.get(key)).includes(place)),
  );
  expect(unknown).toEqual([]);
});

test("typography is French: apostrophes and quotes", () => {
  expect([...french].filter(([, phrase]) => /\w'\w|"/.test(phrase))).toEqual([]);
});
