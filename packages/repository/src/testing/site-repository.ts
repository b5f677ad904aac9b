import { join } from "node:path";
import { commit } from "../commit.ts";
import { head } from "../refs.ts";
import { seedRepository } from "../seed-repository.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const ADA = { name: "Ada Lovelace", email: "ada@example.org" };
export const BOB = { name: "Bob", email: "bob@example.org" };

/** A bare repository as the host has it, seeded from these files. */
export async function siteRepository(files: Readonly<Record<string, string | Buffer>> = {}): Promise<string> {
  const repository = join(temporaryFolder(), "site.git");
  await seedRepository({ repository, folder: temporaryFolder(files), author: ADA, date: new Date(0) });
  return repository;
}

/** Saves one text on `main`. */
export async function save(repository: string, path: string, content: string, author = ADA) {
  return commit({ repository, changes: [{ path, content }], author, message: `Enregistre ${path}` });
}

export async function headOf(repository: string): Promise<string> {
  const revision = await head(repository);
  if (revision === undefined) throw new Error(`${repository} has no main`);
  return revision;
}
