import { beforeEach, describe, expect, test } from "vitest";
import { beginAttempt } from "./sign-in-attempts.ts";
import { testAccounts } from "./testing/test-accounts.ts";

const shared = testAccounts();
beforeEach(() => shared.database.query("TRUNCATE sign_in_attempt"));

/** How long the next attempt would have to wait; it counts as failed. */
async function fail(email: string, address: string): Promise<number> {
  const attempt = await beginAttempt(shared.database, email, address);
  return "waitSeconds" in attempt ? attempt.waitSeconds : 0;
}

async function succeed(email: string, address: string): Promise<boolean> {
  const attempt = await beginAttempt(shared.database, email, address);
  if ("waitSeconds" in attempt) return false;
  await attempt.succeeded();
  return true;
}

/** As if this time had passed. */
const pass = (seconds: number) =>
  shared.database.query(
    "UPDATE sign_in_attempt SET next_at = next_at - $1 * interval '1 second', last_at = last_at - $1 * interval '1 second'",
    [seconds],
  );

/** The waits that a person meets who goes on guessing as soon as it is possible. */
async function waitsOf(attempts: number, next: (index: number) => [email: string, address: string]): Promise<number[]> {
  const waits: number[] = [];
  for (let index = 0; index < attempts; index++) {
    const [email, address] = next(index);
    const wait = await fail(email, address);
    if (wait > 0) {
      await pass(wait);
      await fail(email, address);
    }
    waits.push(wait);
  }
  return waits;
}

describe("one account", () => {
  test("after 5 failures waits 2, 4, 8… seconds, at most a minute, whatever the addresses", async () => {
    const waits = await waitsOf(13, (index) => ["camille@velo.example", `203.0.113.${index}`]);
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60]);
  });

  test("waits as long when it does not exist, in any case, with spaces", async () => {
    const forms = ["nobody@velo.example", "NOBODY@velo.example", " nobody@velo.example "];
    const waits = await waitsOf(8, (index) => [forms[index % 3] ?? "", `203.0.113.${index}`]);
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 2, 4]);
  });

  test("100 guesses at once gain nothing", async () => {
    const waits = await Promise.all(
      Array.from({ length: 100 }, (_, index) => fail("camille@velo.example", `203.0.113.${index}`)),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(6);
  });

  test("is free again after a success, and after a day", async () => {
    for (let guess = 0; guess < 5; guess++) await fail("camille@velo.example", "203.0.113.1");
    expect(await succeed("camille@velo.example", "203.0.113.1")).toBe(true);
    expect(await waitsOf(6, () => ["camille@velo.example", "203.0.113.1"])).toEqual([0, 0, 0, 0, 0, 0]);
    await pass(86_401);
    expect(await waitsOf(6, () => ["camille@velo.example", "203.0.113.1"])).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("a stranger who goes on guessing does not keep its owner out", async () => {
    expect(await succeed("camille@velo.example", "203.0.113.1")).toBe(true);
    for (let guess = 0; guess < 30; guess++) await fail("camille@velo.example", `198.51.100.${guess}`);
    expect(await fail("camille@velo.example", "198.51.100.99")).toBeGreaterThan(0);
    expect(await succeed("camille@velo.example", "203.0.113.1")).toBe(true);
    // Nor does the owner's success free the stranger.
    expect(await fail("camille@velo.example", "198.51.100.99")).toBeGreaterThan(0);
  });

  test("does not slow down another", async () => {
    for (let guess = 0; guess < 30; guess++) await fail("camille@velo.example", `198.51.100.${guess}`);
    expect(await fail("yanis@velo.example", "203.0.113.1")).toBe(0);
  });
});

describe("one address", () => {
  test("after 20 failures waits up to 15 minutes, whatever the accounts", async () => {
    const waits = await waitsOf(33, (index) => [`person-${index}@velo.example`, "203.0.113.1"]);
    expect(waits.slice(0, 21)).toEqual(Array(21).fill(0));
    expect(waits.slice(21)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  });

  test("who has an account gains no guesses by logging in between", async () => {
    let guesses = 0;
    for (let round = 0; round < 40; round++) {
      if ((await fail(`person-${round}@velo.example`, "203.0.113.1")) === 0) guesses++;
      await succeed("yanis@velo.example", "203.0.113.1");
    }
    expect(guesses).toBeLessThanOrEqual(21);
  });

  test.each([
    ["IPv6 addresses of one network", "2001:db8:1:2::1", "2001:db8:1:2:ffff:1:2:3", true],
    ["written in other ways", "2001:DB8:0001:2:0::1", "2001:db8:1:2::9", true],
    ["of two networks", "2001:db8:1:2::1", "2001:db8:1:3::1", false],
    ["IPv4 in IPv6", "::ffff:203.0.113.9", "203.0.113.9", true],
    ["two IPv4 addresses", "203.0.113.9", "203.0.113.10", false],
  ])("%s", async (_, one, other, same) => {
    for (let guess = 0; guess < 21; guess++) await fail(`person-${guess}@velo.example`, one);
    expect((await fail("other@velo.example", other)) > 0).toBe(same);
  });
});

test("keeps no address in clear", async () => {
  await fail("camille@velo.example", "203.0.113.77");
  const rows = await shared.database.query("SELECT encode(subject, 'escape') AS subject, * FROM sign_in_attempt");
  expect(JSON.stringify(rows)).not.toMatch(/camille|203\.0\.113/);
});
