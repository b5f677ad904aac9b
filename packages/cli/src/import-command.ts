/** `pnpm pivert import`: a site of another system becomes one of this host. */
import { existsSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type ImportedSite, importSpipSite, importWordPressSite } from "@pivert/operations/import";
import { parseOptions } from "./parse-options.ts";
import { openProgressLine } from "./progress-line.ts";
import { UsageError } from "./usage.ts";

/** What each system is imported by. */
const SYSTEMS: Record<string, (args: string[]) => Promise<number>> = {
  spip: importFromSpip,
  wordpress: importFromWordPress,
};

export async function importCommand([system = "", ...args]: string[]): Promise<number> {
  const run = Object.hasOwn(SYSTEMS, system) ? SYSTEMS[system] : undefined;
  if (!run) throw new UsageError(`Say what to import from: ${Object.keys(SYSTEMS).join(" or ")}.`);
  return run(args);
}

async function importFromSpip(args: string[]): Promise<number> {
  const [dump = "", ...options] = args;
  if (dump === "" || dump.startsWith("-"))
    throw new UsageError("Name the dump: pnpm pivert import spip DUMP --site=NAME.");
  const { site, out, img, url, theme, posts, pages, comments, plan, commit } = parseOptions(options, {
    ...IMPORT_OPTIONS,
    img: { type: "string" },
    url: { type: "string" },
    comments: { type: "boolean" },
    posts: { type: "string" },
    pages: { type: "string" },
  });
  const place = readPlace({ site, out, plan, commit });
  if (img !== undefined && !statSync(img, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`There is no folder ${img}.`);
  if (url !== undefined && !/^https?:\/\/[^\s/]+/.test(url))
    throw new UsageError(`« ${url} » is no address: write https://old.example.`);
  const line = openProgressLine(process.stderr);
  const imported = await importSpipSite({
    ...place,
    dump: resolve(dump),
    img: img === undefined ? undefined : resolve(img),
    url,
    theme,
    comments,
    posts: readIds("posts", posts),
    pages: readIds("pages", pages),
    onProgress: line.show,
  }).finally(line.clear);
  return printImport(imported, place.site);
}

async function importFromWordPress(args: string[]): Promise<number> {
  const from = args.findIndex((argument) => argument.startsWith("-"));
  const exports = from === -1 ? args : args.slice(0, from);
  if (exports.length === 0)
    throw new UsageError("Name the export: pnpm pivert import wordpress EXPORT.xml … --site=NAME.");
  const { site, out, uploads, theme, comments, plan, commit } = parseOptions(args.slice(exports.length), {
    ...IMPORT_OPTIONS,
    uploads: { type: "string" },
    comments: { type: "boolean" },
  });
  const place = readPlace({ site, out, plan, commit });
  const missing = exports.find((file) => !statSync(file, { throwIfNoEntry: false })?.isFile());
  if (missing !== undefined) throw new UsageError(`There is no file ${missing}.`);
  if (uploads !== undefined && !statSync(uploads, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`There is no folder ${uploads}.`);
  const line = openProgressLine(process.stderr);
  const imported = await importWordPressSite({
    ...place,
    exports: exports.map((file) => resolve(file)),
    uploads: uploads === undefined ? undefined : resolve(uploads),
    theme,
    comments,
    onProgress: line.show,
  }).finally(line.clear);
  return printImport(imported, place.site);
}

/** Options of every import. */
export const IMPORT_OPTIONS = {
  site: { type: "string" },
  out: { type: "string" },
  theme: { type: "string" },
  plan: { type: "boolean" },
  commit: { type: "boolean" },
} as const;

export interface ImportPlace {
  site: string;
  out?: string;
  plan: boolean;
  commit: boolean;
}

export function readPlace(options: { site?: string; out?: string; plan?: boolean; commit?: boolean }): ImportPlace {
  const { site, out, plan = false, commit = false } = options;
  if (site === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(site))
    throw new UsageError("Name the site: --site=NAME, in lower case letters, digits and hyphens.");
  if (commit && out !== undefined)
    throw new UsageError("--commit writes into the site's repository: leave --out away.");
  return { site, ...(out === undefined ? {} : { out: resolve(out) }), plan, commit };
}

function readIds(name: string, written: string | undefined): number[] {
  const ids = (written ?? "")
    .split(",")
    .filter((id) => id !== "")
    .map(Number);
  if (ids.some((id) => !Number.isInteger(id)))
    throw new UsageError(`--${name} takes numbers of sections: --${name}=3,12.`);
  return ids;
}

/** What became of everything, for a person. @returns 1 when the source could not be read in full */
export function printImport({ report, folder, revision }: ImportedSite, site: string): number {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  const { source, entries, assets, tallies, mappings, notices, complete } = report;
  print(`${source.name} (${source.system} ${source.version}, ${source.url})`);
  for (const { what, found, kept, others } of tallies) {
    const rest = Object.entries(others).map(([reason, count]) => `${count} ${reason}`);
    print(`  ${String(found).padStart(6)} ${what} : ${kept} repris${rest.length > 0 ? `, ${rest.join(", ")}` : ""}`);
  }
  if (folder === undefined) {
    print("\nOù iraient les rubriques :");
    for (const { from, to, count, why } of mappings) print(`  ${from} → ${to} (${count} articles) : ${why}`);
  }
  const written = Object.entries(entries).map(([collection, count]) => `${count} ${collection}`);
  print(`\n${folder === undefined ? "Seraient écrits" : "Écrits"} : ${written.join(", ")}, ${assets} fichiers.`);
  const lost = notices.filter(({ about }) => about === "lost" || about === "missing-file").length;
  const dead = notices.filter(({ about }) => about === "dead-link").length;
  const edited = notices.filter(({ about }) => about === "edited").length;
  if (lost + dead > 0) print(`À regarder : ${lost} pertes ou fichiers manquants, ${dead} liens morts.`);
  if (edited > 0) print(`${edited} textes modifiés ici depuis le dernier import ont été laissés tels quels.`);
  if (revision)
    print(revision.isNew ? `Commit ${revision.id} de ${site}.` : "Rien n’a changé depuis le dernier import.");
  if (folder !== undefined) {
    const report = join(folder, "import-report.html");
    if (existsSync(report)) print(`Rapport pour l’association : ${relative(process.cwd(), report)}`);
  }
  if (!complete)
    print("Le compte n’y est pas : quelque chose manque au rapport. C’est une faute de Pivert, dites-le nous.");
  const cutOff = notices.some(({ about, entry, text }) => about === "lost" && !entry && /incomplet/.test(text));
  return complete && !cutOff ? 0 : 1;
}
