/** The floor: reads the Markdown of a site and writes as many files of HTML, of the same sizes, and nothing else. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [source = "", report = "", out = ""] = process.argv.slice(2);
const { pages } = JSON.parse(readFileSync(report, "utf8")) as { pages: { file: string; bytes: number }[] };
const texts = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => readFileSync(join(source, file), "utf8"));
const made = new Set<string>();
for (const [index, { file, bytes }] of pages.entries()) {
  const path = join(out, file);
  const folder = dirname(path);
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
  writeFileSync(path, `<pre>${texts[index % texts.length]}</pre>`.padEnd(bytes).slice(0, bytes));
}
