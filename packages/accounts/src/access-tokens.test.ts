import { expect, test } from "vitest";
import type { Person, SiteRole } from "./authorise.ts";
import { testAccounts } from "./testing/test-accounts.ts";

const shared = testAccounts();

async function member(role: SiteRole | undefined, site = "velo"): Promise<Person> {
  const { id } = await shared.person();
  await shared.accounts.setRole(id, site, role);
  const person = await shared.accounts.findPerson({ id });
  if (!person) throw new Error("no person");
  return person;
}

test("says whose it is, on its site alone", async () => {
  const person = await member("publisher");
  const { token } = await shared.accounts.createToken(person, "velo", "Ordinateur du local");
  expect(token).toMatch(/^pivert_[\w-]{43}$/);
  expect(await shared.accounts.verifyToken(token, "velo")).toEqual(person);
  for (const site of ["chorale", "", "*"]) expect(await shared.accounts.verifyToken(token, site)).toBeUndefined();
});

test.each(["", "pivert_", "pivert_x", "' OR true --", "\0", "x".repeat(43), "PIVERT_"])(
  "« %s » is nobody's",
  async (token) => {
    expect(await shared.accounts.verifyToken(token, "velo")).toBeUndefined();
  },
);

test("is not kept as it is", async () => {
  const { token } = await shared.accounts.createToken(await member("admin"), "velo", "Portable");
  const rows = await shared.database.query("SELECT encode(token, 'escape') AS token, * FROM access_token");
  expect(JSON.stringify(rows)).not.toContain(token.slice(7));
  expect(await shared.accounts.verifyToken(token.slice(7), "velo")).toBeUndefined();
});

test("is listed, with the day of its last use, and revoked by its owner only", async () => {
  const [person, other] = [await member("publisher"), await member("admin")];
  const { id, token } = await shared.accounts.createToken(person, "velo", "Portable");
  expect(await shared.accounts.tokensOf(person)).toMatchObject([
    { id, site: "velo", name: "Portable", usedOn: undefined },
  ]);
  await shared.accounts.verifyToken(token, "velo");
  expect((await shared.accounts.tokensOf(person))[0]?.usedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(await shared.accounts.tokensOf(other)).toEqual([]);
  await shared.accounts.revokeToken(other, id);
  await shared.accounts.revokeToken(person, "no id");
  expect(await shared.accounts.verifyToken(token, "velo")).toBeDefined();
  await shared.accounts.revokeToken(person, id);
  expect(await shared.accounts.verifyToken(token, "velo")).toBeUndefined();
});

test("of several sites are listed by site", async () => {
  const person = await member("publisher");
  await shared.accounts.setRole(person.id, "chorale", "admin");
  const both = await shared.accounts.findPerson({ id: person.id });
  if (!both) throw new Error("no person");
  await shared.accounts.createToken(both, "velo", "Portable");
  await shared.accounts.createToken(both, "chorale", "Portable");
  expect((await shared.accounts.tokensOf(both)).map(({ site }) => site)).toEqual(["chorale", "velo"]);
});

test("has the role that its person has today, and ends with the person", async () => {
  const person = await member("admin");
  const { token } = await shared.accounts.createToken(person, "velo", "Portable");
  await shared.accounts.setRole(person.id, "velo", "editor");
  expect((await shared.accounts.verifyToken(token, "velo"))?.roles.get("velo")).toBe("editor");
  await shared.accounts.removePerson(person.id);
  expect(await shared.accounts.verifyToken(token, "velo")).toBeUndefined();
});

test.each(["editor", undefined] as const)("is not made for the role %s", async (role) => {
  await expect(shared.accounts.createToken(await member(role), "velo", "Portable")).rejects.toMatchObject({
    code: "forbidden",
  });
});

test.each(["", "a\nb", "x".repeat(81), "a\0"])("is not made with the name « %s »", async (name) => {
  await expect(shared.accounts.createToken(await member("admin"), "velo", name)).rejects.toMatchObject({
    code: "invalid",
  });
});
