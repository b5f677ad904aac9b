import { expect, test } from "vitest";
import { refuseSize } from "./size-limit.ts";

const MEGABYTE = 1024 * 1024;

test.each([
  ["pages/a.md", MEGABYTE],
  ["media/plan.pdf", MEGABYTE + 1],
  ["media/film.mp4", 100 * MEGABYTE],
])("%s of %i bytes may be used", (path, size) => expect(refuseSize(path, size)).toBeUndefined());

test.each([
  ["pages/a.md", MEGABYTE + 1, "1,0 Mo", "1 Mo au plus pour un texte"],
  ["PAGES/A.MD", 3.25 * MEGABYTE, "3,3 Mo", "1 Mo au plus pour un texte"],
  ["taxonomies.yaml", 2 * MEGABYTE, "2,0 Mo", "1 Mo au plus pour un texte"],
  ["redirects.csv", 2 * MEGABYTE, "2,0 Mo", "1 Mo au plus pour un texte"],
  ["media/film.mp4", 100 * MEGABYTE + 1, "100,0 Mo", "100 Mo au plus pour un fichier"],
])("%s of %i bytes is too large", (file, size, found, expected) =>
  expect(refuseSize(file, size)).toMatchObject({ code: "file-too-large", file, found, expected }),
);
