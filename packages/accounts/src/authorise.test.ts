import { describe, expect, test } from "vitest";
import { type Action, authorise, type Person, type SiteRole } from "./authorise.ts";

/** The whole table, written a second time: a change of who may do what is a change here too. */
const EXPECTED: Record<Action, { editor: boolean; publisher: boolean; admin: boolean; host: boolean }> = {
  read: { editor: true, publisher: true, admin: true, host: true },
  edit: { editor: true, publisher: true, admin: true, host: true },
  publish: { editor: false, publisher: true, admin: true, host: true },
  delete: { editor: false, publisher: true, admin: true, host: true },
  "roll-back": { editor: false, publisher: true, admin: true, host: true },
  push: { editor: false, publisher: true, admin: true, host: true },
  "create-token": { editor: false, publisher: true, admin: true, host: true },
  settings: { editor: false, publisher: false, admin: true, host: true },
  "manage-members": { editor: false, publisher: false, admin: true, host: true },
  export: { editor: false, publisher: false, admin: true, host: true },
  import: { editor: false, publisher: false, admin: false, host: true },
  "close-site": { editor: false, publisher: false, admin: false, host: true },
  "create-site": { editor: false, publisher: false, admin: false, host: true },
  "upgrade-sites": { editor: false, publisher: false, admin: false, host: true },
  "back-up": { editor: false, publisher: false, admin: false, host: true },
  "see-console": { editor: false, publisher: false, admin: false, host: true },
  "manage-people": { editor: false, publisher: false, admin: false, host: true },
};
const HOST_ACTIONS = ["create-site", "upgrade-sites", "back-up", "see-console", "manage-people"];

const person = (change: Partial<Person>): Person => ({
  id: "1",
  name: "Camille",
  email: "camille@velo.example",
  isHost: false,
  roles: new Map(),
  ...change,
});
const member = (role: SiteRole) => person({ roles: new Map([["velo", role]]) });
const decide = authorise as (person: Person | undefined, action: string, site?: string) => ReturnType<typeof authorise>;

describe.each(Object.entries(EXPECTED))("%s", (action, allowed) => {
  const onHost = HOST_ACTIONS.includes(action);

  test.each(["editor", "publisher", "admin"] as const)("%s, on the own site and on others", (role) => {
    expect(decide(member(role), action, "velo").allowed).toBe(allowed[role]);
    for (const other of ["chorale", "velo2", "VELO", "velo ", "*", "", "__proto__", "constructor"])
      expect([other, decide(member(role), action, other).allowed]).toEqual([other, false]);
    expect(decide(member(role), action).allowed).toBe(false);
  });

  test("a host volunteer, on every site", () => {
    const host = person({ isHost: true });
    for (const site of ["velo", "chorale"]) expect(decide(host, action, site).allowed).toBe(allowed.host);
    expect(decide(host, action).allowed).toBe(onHost);
  });

  test("a person without a role, and nobody", () => {
    for (const site of ["velo", "", undefined]) {
      expect(decide(person({}), action, site).allowed).toBe(false);
      expect(decide(undefined, action, site)).toMatchObject({ allowed: false, reason: "signed-out" });
    }
  });
});

test("a role on several sites counts on each by itself", () => {
  const both = person({
    roles: new Map([
      ["velo", "editor"],
      ["chorale", "admin"],
    ]),
  });
  expect(decide(both, "publish", "velo")).toMatchObject({ allowed: false, reason: "role-too-low" });
  expect(decide(both, "publish", "chorale")).toEqual({ allowed: true });
  expect(decide(both, "read", "theatre")).toMatchObject({ allowed: false, reason: "no-role" });
});

test.each(["", "Publish", "publish ", "delete everything", "__proto__", "constructor", "toString", "hasOwnProperty"])(
  "an unknown action « %s » is refused to all",
  (action) => {
    for (const someone of [member("admin"), person({ isHost: true })])
      for (const site of ["velo", undefined]) expect(decide(someone, action, site).allowed).toBe(false);
  },
);
