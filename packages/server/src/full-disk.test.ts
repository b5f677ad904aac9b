import { RepositoryError } from "@pivert/repository";
import { expect, test } from "vitest";
import { meansFullDisk } from "./full-disk.ts";

const coded = (code: string) => Object.assign(new Error(code), { code });

test.each([
  [coded("ENOSPC"), true],
  [coded("EDQUOT"), true],
  [coded("53100"), true],
  [new RepositoryError("not-written", "The disk is full", { cause: coded("ENOSPC") }), true],
  [new RepositoryError("not-written", "Look at the disk", { cause: coded("EIO") }), false],
  [new Error("ENOSPC"), false],
  ["ENOSPC", false],
])("%s: %s", (error, full) => {
  expect(meansFullDisk(error)).toBe(full);
});
