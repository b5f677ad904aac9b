/** The invented site of tests, in the four forms of dumps; `fixtures/README.md` says how it was made. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "fixtures");

export const DUMPS = {
  sqlite: "maison_de_quartier_les_tilleuls_20261122.sqlite",
  mariadb: "tilleuls.sql",
  xml: "legacy-spip21_tilleuls.xml.gz",
  phpmyadmin: "legacy-spip21_tilleuls_latin1.sql",
} as const;

export type DumpForm = keyof typeof DUMPS;
export const DUMP_FORMS = Object.keys(DUMPS) as DumpForm[];

export const IMG = join(FIXTURES, "IMG");
/** The fixture was made on this day: what is dated later is to come. */
export const NOW = new Date("2026-11-22T20:00:00Z");
export const OLD_URL = "https://www.tilleuls-fontaine.example";

export function dumpFile(form: DumpForm): string {
  return join(FIXTURES, DUMPS[form]);
}

export function readFixture<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(FIXTURES, name), "utf8")) as Content;
}
