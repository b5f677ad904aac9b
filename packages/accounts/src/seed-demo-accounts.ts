import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "./authorise.ts";
import type { Accounts } from "./open-accounts.ts";

/** An invented person of the demonstration, with the password to log in. */
export interface DemoAccount {
  name: string;
  email: string;
  password: string;
  role: Role;
  /** Of the host volunteer there is none: all. */
  site: string | undefined;
}

const NAMES = [
  "Camille Moreau",
  "Yanis Benali",
  "Solène Le Goff",
  "Mamadou Diarra",
  "Élise Marchand",
  "Théo Lambert",
  "Inès Cardoso",
  "Gaël Kervella",
  "Nour Haddad",
  "Louise Perrin",
];

/**
 * Makes one publisher for each site and one volunteer of the host, and keeps their random passwords in
 * `folder/demo-accounts.json` for its owner alone. Called again, it gives back the same accounts, as they are kept there.
 */
export async function seedDemoAccounts(
  accounts: Accounts,
  sites: readonly string[],
  folder: string,
): Promise<DemoAccount[]> {
  const file = join(folder, "demo-accounts.json");
  const kept: DemoAccount[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  const keep = (email: string, fresh: () => DemoAccount) => kept.find((account) => account.email === email) ?? fresh();

  const demo = sites.map((site, index) => {
    const name = NAMES[index % NAMES.length] ?? "Camille Moreau";
    const email = `${slug(name)}@${site}.example`;
    return keep(email, () => ({ name, email, password: newPassword(), role: "publisher", site }));
  });
  const email = "dominique.faure@hebergeur.example";
  demo.push(
    keep(email, () => ({ name: "Dominique Faure", email, password: newPassword(), role: "host", site: undefined })),
  );

  // Kept before they are used: a password nobody knows would be of no use.
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(demo, null, 2), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  for (const account of demo) await seed(accounts, account, kept.includes(account));
  return demo;
}

async function seed(accounts: Accounts, { name, email, password, role, site }: DemoAccount, wasKept: boolean) {
  let person = await accounts.findPerson({ email });
  if (!person) person = await accounts.createPerson({ name, email, password });
  else if (!wasKept) await accounts.setPassword(person.id, password);
  if (role === "host") await accounts.setHost(person.id, true);
  else if (site && !person.roles.has(site)) await accounts.setRole(person.id, site, role);
}

function slug(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll(" ", ".");
}

/** Easy to type from a screen, 80 bits. */
function newPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
