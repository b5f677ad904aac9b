import { getMigrations } from "better-auth/db/migration";
import { expect, test } from "vitest";
import { authOptions } from "./better-auth.ts";
import { ORIGIN, testAccounts } from "./testing/test-accounts.ts";

const shared = testAccounts();

test("the tables of our migrations are those that better-auth wants", async () => {
  const options = authOptions(shared.database, { origin: ORIGIN, secret: "s".repeat(43) });
  const { toBeCreated, toBeAdded } = await getMigrations(options);
  expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] });
});
