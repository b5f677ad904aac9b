/** A site made of Markdown by strangers: the README files of the packages that Pivert is built on. */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { testSite } from "@pivert/test-site";
import { expect, test } from "vitest";

const STORE = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "node_modules", ".pnpm");

/** README files of installed packages, at most one per package. */
function readmes(limit: number): { name: string; text: Buffer }[] {
  const found = new Map<string, Buffer>();
  for (const folder of readdirSync(STORE).sort()) {
    const modules = join(STORE, folder, "node_modules");
    if (!existsSync(modules)) continue;
    for (const name of readdirSync(modules)) {
      const scoped = name.startsWith("@") ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name];
      for (const inner of scoped) {
        const path = join(modules, inner);
        const file = readdirSync(realpathSync(path), { withFileTypes: true }).find(
          (entry) => entry.isFile() && /^readme\.(md|markdown)$/i.test(entry.name),
        );
        if (file && !found.has(inner) && found.size < limit) found.set(inner, readFileSync(join(path, file.name)));
      }
    }
  }
  return [...found].map(([name, text]) => ({ name: name.replaceAll("/", "-").replaceAll("@", ""), text }));
}

test("500 README files of strangers build to the end, safely, each problem with its place", {
  timeout: 180_000,
}, async () => {
  const strangers = readmes(500);
  expect(strangers.length).toBeGreaterThan(300);
  const title = (name: string) => Buffer.from(`---\ntitle: ${JSON.stringify(name)}\n---\n`);
  // Every tenth keeps its own start, front matter or not.
  const files = strangers.map(
    ({ name, text }, index) =>
      [`pages/${name}.md`, index % 10 === 0 ? text : Buffer.concat([title(name), text])] as const,
  );
  await using site = testSite(Object.fromEntries(files));
  const { report } = await site.build();

  const withErrors = new Set(report.problems.filter(({ severity }) => severity === "error").map(({ file }) => file));
  const built = new Set(report.pages.map(({ entry }) => entry));
  for (const [file] of files)
    expect(built.has(file) || withErrors.has(file), `${file} is built or has an error`).toBe(true);
  expect(built.size).toBeGreaterThan(files.length * 0.85);

  for (const { file, line, message, editor } of report.problems) {
    expect(file).not.toBe("");
    expect(message).not.toBe("");
    expect(editor).not.toBe("");
    if (file.startsWith("pages/")) expect(line, `${file}: ${message}`).toBeGreaterThan(0);
  }
  for (const [file, html] of site.output()) {
    if (!file.endsWith(".html")) continue;
    expect(unsafeParts(html), file).toEqual([]);
  }
});

/** What a page of ours never holds: script, handlers, other schemes, frames, third-party pictures. */
function unsafeParts(html: string): string[] {
  const tags = html.match(/<[a-z][^>]*>/gi) ?? [];
  return tags.filter(
    (tag) =>
      /^<(script|iframe|object|embed|svg|math|style|base|form|meta http-equiv)\b/i.test(tag) ||
      /\son[a-z]+\s*=/i.test(tag.replace(/="[^"]*"/g, "=")) ||
      /\s(href|src|srcset)="\s*(javascript|data|vbscript):/i.test(tag) ||
      /^<(img|source|audio|video)\b[^>]*\ssrc(set)?="(https?:)?\/\//i.test(tag),
  );
}
