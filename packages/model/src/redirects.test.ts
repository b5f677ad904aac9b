import { describe, expect, it, test } from "vitest";
import { formatRedirects, parseRedirects } from "./redirects.ts";

const pairs = (csv: string) => parseRedirects(csv).redirects.map(({ from, to }) => [from, to]);
const refused = (csv: string) => parseRedirects(csv).problems.map(({ code, line, found }) => [code, line, found]);

test.each([
  ["a pair", "/a,/b", [["/a", "/b"]]],
  ["a query", "/spip.php?article12,/asso/", [["/spip.php?article12", "/asso/"]]],
  ["another site", "/a,https://exemple.fr/b?c#d", [["/a", "https://exemple.fr/b?c#d"]]],
  ["spaces around", " /a , /b ", [["/a", "/b"]]],
  ["quotes", '"/a,b","/c"', [["/a,b", "/c"]]],
  ["quotes and spaces around", ' "/a,b" , "/c" ', [["/a,b", "/c"]]],
  ["accents", "/été,/oc/estiu/", [["/été", "/oc/estiu/"]]],
  ["Windows", "\ufefffrom,to\r\n/a,/b\r\n", [["/a", "/b"]]],
  ["comments and blank lines", "# old site\n\n/a,/b\n  \n", [["/a", "/b"]]],
  ["a header", "old,new\n/a,/b", [["/a", "/b"]]],
  ["a French header", "Ancien,Nouveau\n/a,/b", [["/a", "/b"]]],
  ["another one", "ancienne adresse,nouvelle adresse\n/a,/b", [["/a", "/b"]]],
  ["nothing", "", []],
])("reads %s", (_what, csv, expected) => {
  expect(pairs(csv)).toEqual(expected);
  expect(refused(csv)).toEqual([]);
});

test.each([
  ["one column", "/a"],
  ["three columns", "/a,/b,/c"],
  ["an empty column", "/a,"],
  ["no old path", ",/b"],
  ["an address of the old site", "https://old.example/a,/b"],
  ["a relative path", "a,/b"],
  ["another site in disguise", "/a,//evil.example"],
  ["the same with a backslash", "/a,/\\evil.example"],
  ["a backslash further", "/a,/b\\..\\c"],
  ["a script", "/a,javascript:alert(1)"],
  ["data", "/a,data:text/html;base64,x"],
  ["a scheme without slashes", "/a,https:evil.example"],
  ["a climb", "/a,/b/../../etc/passwd"],
  ["a climb of the old path", "/../a,/b"],
  ["a space", "/a b,/c"],
  ["a tab in the host", "/a,/\t/evil.example"],
  ["a header", "/a,/b\x0bSet-Cookie:x"],
  ["a NUL", "/a,/b\0"],
  ["markup", "/a,/<script>"],
  ["a quote inside", '/a,/b"c'],
  ["a quote left open", '"/a,/b'],
  ["text after a quote", '"/a"b,/c'],
  ["a formula", "=cmd(),/b"],
])("refuses %s, with its line", (_what, line) => {
  expect(pairs(`/ok,/fine\n${line}`)).toEqual([["/ok", "/fine"]]);
  expect(refused(`/ok,/fine\n${line}`).map(([code, at]) => [code, at])).toEqual([["bad-redirect", 2]]);
});

test("follows chains to their end, whatever their order", () =>
  expect(pairs("/c,/d\n/a,/b\n/b,/c\n/x,https://exemple.fr/")).toEqual([
    ["/c", "/d"],
    ["/a", "/d"],
    ["/b", "/d"],
    ["/x", "https://exemple.fr/"],
  ]));

test.each([
  ["to itself", "/a,/a", [1]],
  ["of two", "/a,/b\n/b,/a", [1, 2]],
  ["of three, with a way in", "/in,/a\n/a,/b\n/b,/c\n/c,/a", [1, 2, 3, 4]],
])("leaves out a loop %s", (_what, csv, lines) => {
  expect(pairs(`${csv}\n/ok,/fine`)).toEqual([["/ok", "/fine"]]);
  expect(parseRedirects(csv).problems.map(({ line }) => line)).toEqual(lines);
  expect(parseRedirects(csv).problems[0]?.editor).toContain("tourne en rond");
});

test("keeps the first of two redirects of one path", () => {
  expect(pairs("/a,/b\n/a,/c")).toEqual([["/a", "/b"]]);
  expect(refused("/a,/b\n/a,/c")).toEqual([["bad-redirect", 2, "/a,/c"]]);
});

test.each([
  ["a chain of 50,000", Array.from({ length: 50_000 }, (_, index) => `/${index},/${index + 1}`).join("\n")],
  ["the same backwards", Array.from({ length: 50_000 }, (_, index) => `/${index + 1},/${index}`).join("\n")],
  ["a loop of 20,000", Array.from({ length: 20_000 }, (_, index) => `/${index},/${(index + 1) % 20_000}`).join("\n")],
  ["a line of quotes", `"/${'""'.repeat(500_000)},/b`],
  ["a line of cells", ',"'.repeat(300_000)],
])("takes a bounded time for %s", (_what, csv) => {
  const start = performance.now();
  parseRedirects(csv);
  expect(performance.now() - start).toBeLessThan(30_000);
});

describe("formatRedirects", () => {
  it("writes what parseRedirects reads back, sorted", () => {
    const csv = formatRedirects([
      { from: "/b", to: "/nouveau/" },
      { from: "/a,b", to: "/x/" },
    ]);
    expect(csv).toBe('from,to\n"/a,b",/x/\n/b,/nouveau/\n');
    expect(parseRedirects(csv).redirects).toEqual([
      { from: "/a,b", to: "/x/" },
      { from: "/b", to: "/nouveau/" },
    ]);
  });
});
