/** `pnpm bench:import`: the figures of imports, from each form of dump of the invented site. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildImport } from "../../packages/importer-spip/src/testing/build-import.ts";
import { compareShortcuts, compareWithOracle, hasComparer } from "../../packages/importer-spip/src/testing/compare.ts";
import { DUMP_FORMS, DUMPS } from "../../packages/importer-spip/src/testing/fixture.ts";
import { renderShortcuts } from "../../packages/importer-spip/src/testing/render-shortcuts.ts";

const print = (text: string) => process.stdout.write(`${text}\n`);

if (!hasComparer()) process.exit(1);

for (const form of DUMP_FORMS) {
  const started = performance.now();
  using built = await buildImport(form);
  const { totals, different } = compareWithOracle(built);
  print(`\n${DUMPS[form]}: imported and built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const [feature, [right, of]] of Object.entries(totals)) {
    if (of > 0)
      print(
        `  ${feature.padEnd(22)} ${((100 * right) / of).toFixed(1).padStart(6)} %  ${Math.round(right * 10) / 10} of ${of}`,
      );
  }
  print(`  not identical or absent: ${different.join(", ") || "none"}`);
  const { notices, complete } = built.report;
  print(`  told in the report: ${notices.length}; everything accounted for: ${complete ? "yes" : "NO"}`);
}

const { parsed, pages } = await renderShortcuts();
for (const [where, rendered] of [
  ["as parsed", parsed],
  ["on a page", pages],
] as const) {
  const { right, different } = compareShortcuts(rendered);
  print(`\nShortcuts ${where}: ${right} of 218. Otherwise: ${different.map((raw) => JSON.stringify(raw)).join(", ")}`);
}

for (const articles of [2_000, 20_000]) {
  const child = fileURLToPath(new URL("many-articles.ts", import.meta.url));
  const { stdout, status } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", child, String(articles)],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  if (status !== 0) process.exitCode = 1;
  print(`\n${articles} articles: ${stdout.trim()}`);
}
