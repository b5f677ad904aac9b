import { expect, test } from "vitest";
import { findBreaches, listImports } from "./check-boundaries.ts";

const breachesOf = (file: string, source: string) => findBreaches(listImports(file, source));

test.each([
  ["packages/model/src/a.ts", 'import { b } from "@pivert/markdown";', /model may import nothing of ours/],
  ["packages/markdown/src/a.ts", 'export * from "@pivert/builder";', /markdown may import model/],
  ["packages/builder/src/a.ts", 'const x = await import("sharp");', /its door is assets/],
  ["packages/builder/src/a.ts", 'import "sanitize-html";', /its door is markdown/],
  ["packages/cli/src/a.ts", 'import { a } from "../../builder/src/a.ts";', /reaches into another package/],
  ["packages/builder/src/a.ts", 'import { testSite } from "@pivert/test-site";', /test helpers are for tests/],
  ["themes/x/src/a.astro", 'import { build } from "@pivert/builder";', /a theme knows @pivert\/theme-kit only/],
])("%s: %s", (file, source, message) => {
  expect(breachesOf(file, source)).toEqual([expect.stringMatching(message)]);
});

test.each([
  ["packages/builder/src/a.ts", 'import { a } from "./b.ts";\nimport type { Site } from "@pivert/model";'],
  ["packages/builder/src/a.test.ts", 'import { testSite } from "@pivert/test-site";'],
  ["packages/assets/src/a.ts", 'const { default: sharp } = await import("sharp");'],
  ["themes/x/src/a.astro", 'import { Head } from "@pivert/theme-kit/components";'],
])("%s may: %s", (file, source) => {
  expect(breachesOf(file, source)).toEqual([]);
});
