import { expect, test } from "vitest";
import { connectionFailure } from "./connection-failure.ts";
import { DatabaseError } from "./database-error.ts";

const failure = (code: string) => Object.assign(new Error("as pg says it"), { code });

test.each([
  ["28P01", "refused"],
  ["28000", "refused"],
  ["3D000", "no-database"],
  ["53300", "unreachable"],
  ["57P03", "unreachable"],
  ["ECONNREFUSED", "unreachable"],
  ["ENOTFOUND", "unreachable"],
  ["ETIMEDOUT", "unreachable"],
])("%s is « %s », with the address and without the password", (code, expected) => {
  const error = connectionFailure(failure(code), {
    connectionString: "postgres://pivert:secret@db.example:5433/pivert",
  });
  expect(error).toBeInstanceOf(DatabaseError);
  expect(error).toMatchObject({ code: expected });
  expect(String(error)).toContain("db.example:5433/pivert");
  expect(String(error)).not.toContain("secret");
});

test("an address that cannot be read does not show its password", () => {
  const error = connectionFailure(failure("ENOTFOUND"), { connectionString: "postgres//pivert:secret" });
  expect(String(error)).not.toContain("secret");
});

test("what is no failure to connect stays as it is", () => {
  const error = failure("42P01");
  expect(connectionFailure(error, {})).toBe(error);
});
