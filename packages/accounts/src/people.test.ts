import { describe, expect, test } from "vitest";
import { PASSWORD, testAccounts } from "./testing/test-accounts.ts";

const shared = testAccounts();

test("a person is found by id and by address, with roles", async () => {
  const { id, email } = await shared.person("Solène Le Goff");
  await shared.accounts.setRole(id, "velo", "editor");
  await shared.accounts.setRole(id, "velo", "publisher");
  await shared.accounts.setRole(id, "chorale", "admin");
  const roles = new Map([
    ["velo", "publisher"],
    ["chorale", "admin"],
  ]);
  const expected = { id, email, name: "Solène Le Goff", isHost: false, roles };
  expect(await shared.accounts.findPerson({ id })).toEqual(expected);
  expect(await shared.accounts.findPerson({ email: email.toUpperCase() })).toEqual(expected);
  await shared.accounts.setRole(id, "velo", undefined);
  expect((await shared.accounts.findPerson({ id }))?.roles).toEqual(new Map([["chorale", "admin"]]));
  expect(await shared.accounts.findPerson({ id: "nobody" })).toBeUndefined();
});

test("a host volunteer is one until told otherwise, and a member of no site by that", async () => {
  const { id } = await shared.person();
  await shared.accounts.setHost(id, true);
  await shared.accounts.setHost(id, true);
  expect(await shared.accounts.findPerson({ id })).toMatchObject({ isHost: true, roles: new Map() });
  await shared.accounts.setHost(id, false);
  expect(await shared.accounts.findPerson({ id })).toMatchObject({ isHost: false });
});

test("the members of a site are listed by name", async () => {
  const [yanis, camille, other] = [
    await shared.person("Yanis Benali"),
    await shared.person("Camille Moreau"),
    await shared.person("Théo Lambert"),
  ];
  await shared.accounts.setRole(yanis.id, "theatre", "admin");
  await shared.accounts.setRole(camille.id, "theatre", "editor");
  await shared.accounts.setRole(other.id, "velo", "admin");
  const members = await shared.accounts.membersOf("theatre");
  expect(members.map(({ person, role }) => [person.name, role])).toEqual([
    ["Camille Moreau", "editor"],
    ["Yanis Benali", "admin"],
  ]);
});

test("an address has one account", async () => {
  const { email } = await shared.person();
  await expect(
    shared.accounts.createPerson({ name: "Autre", email: email.toUpperCase(), password: PASSWORD }),
  ).rejects.toMatchObject({ code: "email-taken" });
});

describe("is refused", () => {
  const good = { name: "Camille Moreau", email: "camille@chorale.example", password: PASSWORD };
  test.each([
    ["an empty name", { name: " " }],
    ["a name of two lines", { name: "Camille\nMoreau" }],
    ["a name with the marks of git and mail", { name: "Camille <root@asso.example>" }],
    ["a name with a separator of lines", { name: "Camille\u2028Moreau" }],
    ["an address without a host", { email: "camille" }],
    ["an address with a second one", { email: "camille@velo.example, evil@evil.example" }],
    ["an address with a header", { email: "camille@velo.example\r\nBcc: evil@evil.example" }],
    ["an address in marks", { email: "<camille@velo.example>" }],
    ["a short password", { password: "123456789" }],
    ["an endless password", { password: "x".repeat(129) }],
  ])("%s", async (_, change) => {
    await expect(shared.accounts.createPerson({ ...good, ...change })).rejects.toMatchObject({ code: "invalid" });
  });

  test.each(["*", "", "Velo", "velo.edit", "../velo", "velo\n", "-velo", "x".repeat(64)])(
    "a site « %s »",
    async (site) => {
      const { id } = await shared.person();
      await expect(shared.accounts.setRole(id, site, "admin")).rejects.toMatchObject({ code: "invalid" });
      expect((await shared.accounts.findPerson({ id }))?.isHost).toBe(false);
    },
  );
});
