import { expect, test } from "vitest";
import { admitFiles, refusePath } from "./admit-files.ts";

const list = (...paths: string[]) => paths.map((path) => ({ path, kind: "file", size: 1 }));
const admit = (...paths: string[]) => {
  const { admitted, problems } = admitFiles(list(...paths));
  return { admitted: admitted.map(({ path }) => path), problems: problems.map(({ code, file }) => `${code} ${file}`) };
};

test("sorts by code units, whatever the order of the listing", () => {
  const { admitted } = admit("b.md", "é.md", "a/z.md", "a.md", "Z.md", "a-b.md");
  expect(admitted).toEqual(["Z.md", "a-b.md", "a.md", "a/z.md", "b.md", "é.md"]);
});

test.each([
  ["two files", ["a.md", "A.md"], ["a.md"], "duplicate-name A.md"],
  ["three files", ["a.md", "A.md", "a.MD"], ["a.md"], "duplicate-name A.md"],
  ["accents", ["été.md", "ÉTÉ.md"], ["ÉTÉ.md"], "duplicate-name été.md"],
  ["German", ["strasse.md", "straße.md"], ["strasse.md"], "duplicate-name straße.md"],
  ["folders", ["media/a.jpg", "Media/b.jpg", "Media/c.jpg"], ["media/a.jpg"], "duplicate-name Media"],
  ["inner folders", ["m/x/a.jpg", "m/X/b.jpg"], ["m/x/a.jpg"], "duplicate-name m/X"],
  ["a file and a folder", ["a", "A/b.md"], ["a"], "duplicate-name A"],
  ["a folder and a file", ["A", "a/b.md"], ["a/b.md"], "duplicate-name A"],
  ["the same name twice", ["a.md", "a.md"], ["a.md"], "duplicate-name a.md"],
  ["the same name as file and folder", ["a", "a/b.md"], ["a"], "duplicate-name a"],
])("of names that collide (%s) the first stays", (_what, paths, kept, problem) => {
  const { admitted, problems } = admit(...paths);
  expect(admitted).toEqual(kept);
  expect(problems).toContain(problem);
});

test("a refused name takes nobody's place", () => {
  const { admitted, problems } = admitFiles([
    { path: "A.md", kind: "a symbolic link", size: 0 },
    { path: "B.md", kind: "file", size: 2 ** 30 },
    ...list("a.md", "b.md"),
  ]);
  expect(admitted.map(({ path }) => path)).toEqual(["a.md", "b.md"]);
  expect(problems.map(({ code }) => code)).toEqual(["not-a-file", "file-too-large"]);
});

test("a refused folder is one problem", () => {
  expect(admit("ok.md", "a:b/1.md", "a:b/2.md", "a:b/c/3.md", "con/4.md")).toEqual({
    admitted: ["ok.md"],
    problems: ["hostile-path a:b", "hostile-path con"],
  });
});

const levels = (depth: number) => Array.from({ length: depth }, (_, index) => `n${index}`).join("/");

test("folders nest 12 levels", () => {
  expect(admit(`${levels(12)}/a.md`).problems).toEqual([]);
  expect(admit(`${levels(13)}/a.md`, `${levels(13)}/b.md`, `${levels(40)}/c.md`)).toEqual({
    admitted: [],
    problems: [`hostile-path ${levels(13)}`],
  });
  expect(refusePath(levels(12), true)).toBeUndefined();
  expect(refusePath(levels(13), true)?.editor).toContain("12 dossiers au plus");
});

test("says the reason and what to do", () => {
  expect(refusePath("pages/con.md")).toMatchObject({
    code: "hostile-path",
    file: "pages/con.md",
    found: "con.md",
    editor:
      "Le nom de fichier « con.md » n’est pas permis : il est réservé par un système, renommez-le avec des lettres, chiffres et tirets.",
  });
});
