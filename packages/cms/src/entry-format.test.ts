import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseYaml } from "@pivert/model";
import { describe, expect, test } from "vitest";
import { entryFormat, SOURCE, settingsFormat } from "./entry-format.ts";

const ROOT = join(fileURLToPath(import.meta.url), "..", "..", "..", "..");

function readYaml(text: string): unknown {
  const { value, problems } = parseYaml(text, { file: "test", maxBytes: 1e6 });
  if (problems[0]) throw new Error(problems[0].message);
  return value;
}

const entry = entryFormat({ readYaml });
const settings = settingsFormat({ readYaml });

const FILE = `---
title: "Pont-Vieux : la piste"
# la date de la mairie
date: 2026-10-06
tags: [vélo,   hiver]
authors: Maëlle
summary: >-
  Sur deux
  lignes.

featured: true
---

Un texte.
`;

describe("an entry", () => {
  test("unchanged is written as it stood", () => {
    expect(entry.toFile(entry.fromFile(FILE))).toBe(FILE);
  });

  test("with one changed field changes that field only", () => {
    const data = { ...entry.fromFile(FILE), featured: false };
    expect(entry.toFile(data)).toBe(FILE.replace("featured: true", "featured: false"));
  });

  test("keeps the comment of a changed field", () => {
    const data = { ...entry.fromFile(FILE), date: "2026-10-07" };
    expect(entry.toFile(data)).toBe(FILE.replace("2026-10-06", "2026-10-07"));
  });

  test("a lone name turned into a list of one is no change", () => {
    expect(entry.toFile({ ...entry.fromFile(FILE), authors: ["Maëlle"] })).toBe(FILE);
  });

  test("an emptied field is left out", () => {
    const data = { ...entry.fromFile(FILE), summary: "", image: null, photos: [], place: { a: "" } };
    expect(entry.toFile(data)).toBe(FILE.replace(/summary: >-\n(.*\n){3}/, ""));
  });

  test("new fields follow in the order of the form", () => {
    const data = { ...entry.fromFile(FILE), place: "Ici", imageAlt: "Vu", image: "/media/a.jpg" };
    expect(entry.toFile(data, ["title", "image", "imageAlt", "place"])).toBe(
      FILE.replace("featured: true\n", "featured: true\nimage: /media/a.jpg\nimageAlt: Vu\nplace: Ici\n"),
    );
  });

  test("a new one has its fields in order, and no field that says nothing", () => {
    const data = { featured: false, body: "Bonjour", date: "2026-11-22", title: "Titre", tags: [], image: undefined };
    expect(entry.toFile(data, ["title", "date"])).toBe("---\ntitle: Titre\ndate: 2026-11-22\n---\n\nBonjour\n");
  });

  test("without front matter gets one when a field is filled", () => {
    expect(entry.toFile(entry.fromFile("Texte\n"))).toContain("Texte\n");
    expect(entry.toFile({ ...entry.fromFile("Texte\n"), title: "T" })).toBe("---\ntitle: T\n---\n\nTexte\n");
  });

  test("keeps Windows line ends", () => {
    const windows = FILE.replaceAll("\n", "\r\n");
    expect(entry.toFile(entry.fromFile(windows))).toBe(windows);
    expect(entry.toFile({ ...entry.fromFile(windows), featured: false })).toBe(windows.replace("true", "false"));
  });

  test("that cannot be read is never written over", () => {
    const broken = "---\ntitle: [non fermé\ndate: 2026\n---\n\nTexte précieux\n";
    const data = entry.fromFile(broken);
    expect(data.body).toBe("Texte précieux\n");
    expect(() => entry.toFile({ ...data, title: "Nouveau" })).toThrow(/mal écrite/);
  });

  test("tells what it was made from", () => {
    const written: [string, string | null][] = [];
    const format = entryFormat({ readYaml, onWrite: (text, source) => written.push([text, source]) });
    format.toFile(format.fromFile(FILE));
    format.toFile({ title: "T", body: "" });
    expect(written).toEqual([
      [FILE, FILE],
      ["---\ntitle: T\n---\n", null],
    ]);
  });
});

describe("every file of the demo sites", () => {
  const files = globSync("sites/*/**/*.md", { cwd: ROOT });
  test("there are some", () => expect(files.length).toBeGreaterThan(10));
  test.each(files)("%s is written as it stood, and changes in one line", (file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const data = entry.fromFile(text);
    expect(entry.toFile(data)).toBe(text);
    const changed = entry.toFile({ ...data, title: "Un autre titre" }).split("\n");
    const others = text.split("\n").filter((line) => !line.startsWith("title:"));
    expect(changed.filter((line) => !line.startsWith("title:"))).toEqual(others);
  });
  test.each(globSync("sites/*/*.yaml", { cwd: ROOT }))("%s is written as it stood", (file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    expect(settings.toFile(settings.fromFile(text))).toBe(text);
    expect(settings.fromFile(text)[SOURCE]).toBe(text);
  });
});
