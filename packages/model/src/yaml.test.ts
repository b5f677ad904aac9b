import { describe, expect, it, test } from "vitest";
import { formatYaml, parseYaml } from "./yaml.ts";

const parse = (text: string, firstLine = 1) => parseYaml(text, { file: "pages/a.md", firstLine });
const value = (text: string) => parse(text).value;
const problems = (text: string, firstLine?: number) =>
  parse(text, firstLine).problems.map(({ code, line, found }) => [code, line, found]);

test.each([
  ["title: L’été\ntags: [a, b]", { title: "L’été", tags: ["a", "b"] }],
  ["menu:\n  - label: Accueil\n    to: /\n", { menu: [{ label: "Accueil", to: "/" }] }],
  ["text: |\n  a\n  b\n", { text: "a\nb\n" }],
  ['text: "a\\tb\\r\\nc"', { text: "a\tb\r\nc" }],
  ["\ufeffa: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
  ["", null],
  ["# nothing\n", null],
  // What other parsers of YAML turn into something else.
  ["a: 2026-03-14\nb: 18:30\nc: yes\nd: no\ne: 012", { a: "2026-03-14", b: "18:30", c: "yes", d: "no", e: 12 }],
  ["1: a\ntrue: b\nnull: c", { "1": "a", true: "b", null: "c" }],
  ["<<: {a: 1}\nb: 2", { "<<": { a: 1 }, b: 2 }],
  ["a: !!str 5\nb: !!int '7'", { a: "5", b: 7 }],
  ["a: &name 1", { a: 1 }],
])("reads %j", (text, expected) => {
  expect(problems(text)).toEqual([]);
  expect(value(text)).toEqual(expected);
});

const SYNTAX: [string, string, number, string][] = [
  ["an unfinished list", "a: 1\nb: [1,\nc: 2", 3, "Flow sequence"],
  ["a tab", "a:\n\tb: 1", 2, "Tabs are not allowed"],
  ["two colons", "a: b: c", 1, "Nested mappings"],
  ["a quote left open", "a: 1\nb: 'c", 2, "Missing closing 'quote"],
  ["a key written twice", "a: 1\nb: 2\n\na: 3", 4, "the key a twice"],
  ["one written twice inside", "x:\n  a: 1\n  a: 2", 3, "the key a twice"],
  ["one written twice differently", 'a: 1\n"\\x61": 2', 2, "the key a twice"],
  ["two documents", "a: 1\n---\nb: 2", 2, "multiple documents"],
  ["a key that is a map", "? {a: 1}\n: b", 1, "keys must be strings"],
  ["an alias", "a: &x [1]\nb: *x", 2, "an alias (*name)"],
  ["an alias as a key", "a: &x k\n*x : 1", 2, "keys must be strings"],
  ["an alias to itself", "a: &x [*x]", 1, "an alias"],
  ["an alias that is merged", "x: &a {b: 1}\ny:\n  <<: *a", 3, "an alias"],
  ["a bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]", 2, "an alias"],
  ["an alias of nothing", "a: *nothing", 1, "an alias"],
  ["a tag", "a: 1\nb: !ruby/object:X {}", 2, "a tag (!ruby/object:X)"],
  ["a tag of JavaScript", "a: !!js/function 'x'", 1, "a tag (tag:yaml.org,2002:js/function)"],
  ["a renamed tag", "%TAG ! tag:yaml.org,2002:python/\n---\na: !object x", 3, "a tag ("],
  ["binary", "a: !!binary aGk=", 1, "a tag ("],
  ["a timestamp", "a: !!timestamp 2001-01-01", 1, "a tag ("],
  ["a set", "a: !!set {x, y}", 1, "a tag ("],
  ["an ordered map", "a: !!omap [ __proto__: 1 ]", 1, "a tag ("],
  ["__proto__", "a: 1\nb:\n  c: 1\n  __proto__: {admin: true}", 4, "the key __proto__"],
  ["__proto__ in quotes", "'__proto__': 1", 1, "the key __proto__"],
  ["__proto__ in escapes", '"\\u005f\\x5fproto__": 1', 1, "the key __proto__"],
  ["__proto__ as a complex key", "a: 1\n? __proto__\n: 1", 2, "the key __proto__"],
  ["__proto__ with a tag", "!!str __proto__: 1", 1, "the key __proto__"],
  ["__proto__ in a list", "- a\n- [{__proto__: 1}]", 2, "the key __proto__"],
  ["constructor", "constructor: {prototype: 1}", 1, "the key constructor"],
  ["prototype", "a: {prototype: 1}", 1, "the key prototype"],
  ["a control character", "a: 1\nb: x\u0001y", 2, "the control character U+0001"],
  ["one written as an escape", 'a: 1\nb: "x\\x1by"', 2, "the control character U+001B"],
  ["half a character", 'a: "x\\uD800y"', 1, "the control character U+D800"],
  ["one in a list", 'a:\n  - b\n  - "\\u0092"', 3, "the control character U+0092"],
  ["21 lists", `a: ${"[".repeat(21)}${"]".repeat(21)}`, 1, "nested more than 20 levels"],
  ["21 maps", Array.from({ length: 22 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), 22, "nested more than 20"],
];

test.each(SYNTAX)("refuses %s, with its line", (_what, text, line, found) => {
  const { value, problems } = parse(text);
  expect(value).toBeUndefined();
  expect(problems[0]).toMatchObject({ code: "yaml-syntax", file: "pages/a.md", line });
  expect(problems[0]?.found).toContain(found);
  expect(parse(text, 10).problems[0]?.line).toBe(line + 9);
});

test("no text reaches the prototype of all objects", () => {
  for (const [, text] of SYNTAX) parse(text);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test("accepts 20 levels", () => expect(problems(`a: ${"[".repeat(19)}${"]".repeat(19)}`)).toEqual([]));

test.each([
  ["64 KB and one byte", `a: ${"x".repeat(64 * 1024 - 2)}`],
  ["64 KB and one byte, in fewer letters", `a: ${"é".repeat(32 * 1024 - 1)}`],
])("refuses %s", (_what, text) => {
  expect(problems(text)).toEqual([["file-too-large", 1, "65 KB"]]);
  expect(parseYaml(text, { file: "taxonomies.yaml", maxBytes: 1024 * 1024 }).problems).toEqual([]);
});

test("accepts 64 KB", () => expect(problems(`a: ${"x".repeat(64 * 1024 - 3)}`)).toEqual([]));

test.each([
  ["open lists", "[".repeat(65_000)],
  ["open maps", "{a: ".repeat(16_000)],
  ["lists in lists", "- ".repeat(32_000)],
  ["complex keys", "? ".repeat(32_000)],
  ["anchors", "&a ".repeat(21_000)],
  ["errors", "}\n".repeat(32_000)],
  ["the same key", "a:\n".repeat(21_000)],
  ["keys", `{${Array.from({ length: 16_000 }, (_, index) => index.toString(36)).join(",")}}`],
  ["documents", "---\n".repeat(16_000)],
  ["quotes", "'".repeat(65_000)],
  ["blank lines of a text", `a: >\n${" x\n\n".repeat(16_000)}`],
])("a bomb of %s takes a bounded time and says little", (_what, text) => {
  const start = performance.now();
  expect(parse(text.slice(0, 64 * 1024)).problems.length).toBeLessThanOrEqual(10);
  expect(performance.now() - start).toBeLessThan(30_000);
});

const SITE = `name: x

menu:
  - label: Accueil
    to: /
  - to: /b/
    children: [{label: c},
      {label: d}]
`;

test.each<[string, (string | number)[], number]>([
  ["the whole", [], 1],
  ["a field", ["name"], 1],
  ["a list", ["menu"], 3],
  ["an item", ["menu", 1], 6],
  ["a field of an item", ["menu", 0, "to"], 5],
  ["a field that is missing: its item", ["menu", 1, "label"], 6],
  ["an item of a list in one line", ["menu", 1, "children", 1, "label"], 8],
  ["an item beyond the list: the list", ["menu", 9], 3],
  ["a field of what has none", ["name", "first"], 1],
  ["nothing of the kind: the whole", ["url"], 1],
])("tells the line of %s", (_what, path, line) => {
  expect(parse(SITE).lineOf(path)).toBe(line);
  expect(parse(SITE, 20).lineOf(path)).toBe(line + 19);
});

test("an empty text has a line too", () => expect(parse("", 7).lineOf(["title"])).toBe(7));

describe("formatYaml", () => {
  it.each([
    { title: "L’été: 10 %", tags: ["a", "# b", "- c"], order: 3, text: "une ligne\nune autre\n" },
    { date: "2020-01-01", yes: "oui", no: "no", empty: "", zero: "012", quote: '"d\'ici"', emoji: "😀" },
    { source: { system: "spip", id: 12, url: "/spip.php?article12" }, long: "mot ".repeat(60) },
  ])("writes what parseYaml reads back: %j", (value) => {
    expect(parseYaml(formatYaml(value), { file: "x" }).value).toEqual(value);
  });
});
