import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { authorise } from "./authorise.ts";
import { seedDemoAccounts } from "./seed-demo-accounts.ts";
import { testAccounts } from "./testing/test-accounts.ts";

const shared = testAccounts();
const seed = (...sites: string[]) => seedDemoAccounts(shared.accounts, sites, shared.folder);
const logIn = ({ email, password }: { email: string; password: string }) =>
  shared.accounts.logIn(email, password, { headers: new Headers(), address: "127.0.0.1" });

test("one who publishes per site and one volunteer of the host, who can log in; kept for the next start", async () => {
  const first = await seed("velo", "chorale");
  expect(first.map(({ site, role }) => [site, role])).toEqual([
    ["velo", "publisher"],
    ["chorale", "publisher"],
    [undefined, "host"],
  ]);
  for (const account of first) {
    expect((await logIn(account)).ok).toBe(true);
    const person = await shared.accounts.findPerson(account);
    for (const site of ["velo", "chorale"])
      expect(authorise(person, "publish", site).allowed).toBe(account.site === site || account.role === "host");
  }
  const file = join(shared.folder, "demo-accounts.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, "utf8"))).toHaveLength(3);

  expect(await seed("velo", "chorale")).toEqual(first);
  const more = await seed("velo", "chorale", "theatre");
  expect(more.filter(({ site }) => site !== "theatre")).toEqual(first);
});

test("a lost file means new passwords, that work", async () => {
  const before = await seed("velo");
  rmSync(join(shared.folder, "demo-accounts.json"));
  const after = await seed("velo");
  for (const [index, account] of after.entries()) {
    expect(account.password).not.toBe(before[index]?.password);
    expect((await logIn(account)).ok).toBe(true);
  }
});

test("a role that was changed stays changed", async () => {
  const [account] = await seed("jardin");
  const person = await shared.accounts.findPerson({ email: account?.email ?? "" });
  await shared.accounts.setRole(person?.id ?? "", "jardin", "admin");
  await seed("jardin");
  expect((await shared.accounts.findPerson({ id: person?.id ?? "" }))?.roles.get("jardin")).toBe("admin");
});
