import { expect, test } from "vitest";
import { separateIds } from "./separate-ids.ts";

test.each([
  ['<h2 id="parcours">a</h2>', '<h2 id="parcours-2">a</h2>'],
  [
    '<a href="#fn-1" id="ref" aria-describedby="a b">1</a>',
    '<a href="#fn-1-2" id="ref-2" aria-describedby="a-2 b-2">1</a>',
  ],
  ['<a href="/page/#part">x</a>', '<a href="/page/#part">x</a>'],
  ['<p> id="x" href="#y"</p>', '<p> id="x" href="#y"</p>'],
  ['<label for="nom">a</label><input id="nom">', '<label for="nom-2">a</label><input id="nom-2">'],
])("%s", (html, expected) => {
  expect(separateIds(html, 2)).toBe(expected);
});
