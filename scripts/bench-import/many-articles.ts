/** Imports a generated site of many articles, in a process of its own, and prints the time and the memory it took. */
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSite } from "../../packages/importer/src/index.ts";
import { importSpip } from "../../packages/importer-spip/src/index.ts";
import { generateText } from "../../packages/importer-spip/src/testing/generate-text.ts";

const articles = Number(process.argv[2] ?? 2000);
const root = mkdtempSync(join(tmpdir(), "pivert-many-"));
const dump = join(root, "dump.sql");

const quote = (text: string) => `'${text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n")}'`;

async function writeDump(): Promise<void> {
  const out = createWriteStream(dump);
  const write = (line: string) =>
    out.write(`${line}\n`) || new Promise((drained) => out.once("drain", () => drained(undefined)));
  await write(
    "INSERT INTO `spip_meta` (`nom`, `valeur`) VALUES ('nom_site', 'Grand site'), ('adresse_site', 'https://grand.example'), ('version_installee', '2022022303');",
  );
  for (let id = 1; id <= 50; id++)
    await write(
      `INSERT INTO \`spip_rubriques\` (\`id_rubrique\`, \`id_parent\`, \`titre\`, \`texte\`, \`statut\`) VALUES (${id}, ${id % 7}, 'Rubrique ${id}', '', 'publie');`,
    );
  for (let id = 1; id <= articles; id++) {
    const text = generateText(id, 150).text;
    await write(
      `INSERT INTO \`spip_articles\` (\`id_article\`, \`id_rubrique\`, \`titre\`, \`texte\`, \`statut\`, \`date\`, \`lang\`) VALUES (${id}, ${(id % 50) + 1}, 'Article ${id}', ${quote(text)}, 'publie', '20${String(10 + (id % 15))}-0${(id % 9) + 1}-1${id % 9} 10:00:00', 'fr');`,
    );
    await write(
      `INSERT INTO \`spip_urls\` (\`url\`, \`type\`, \`id_objet\`, \`date\`) VALUES ('Article-${id}', 'article', ${id}, '2020-01-01 00:00:00');`,
    );
  }
  await new Promise((done) => out.end(() => done(undefined)));
}

await writeDump();
let highest = 0;
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage.rss());
}, 50);
const started = performance.now();
const opened = await importSpip({ dump });
const report = await writeSite(opened, { folder: join(root, "site"), onProgress: () => {} });
opened.close();
clearInterval(watch);
const peak = Math.max(highest, process.resourceUsage().maxRSS * 1024);
rmSync(root, { recursive: true, force: true });
const written = Object.values(report.entries).reduce((sum, count) => sum + count, 0);
process.stdout.write(
  `${written} entries in ${((performance.now() - started) / 1000).toFixed(0)} s, at most ${Math.round(peak / 1024 / 1024)} MB\n`,
);
