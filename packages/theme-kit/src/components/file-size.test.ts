import { describe, expect, it } from "vitest";
import { formatBytes } from "./file-size.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0\u00a0o"],
    [840, "840\u00a0o"],
    [999.7, "1\u00a0Ko"],
    [120_400, "120\u00a0Ko"],
    [999_600, "1\u00a0Mo"],
    [1_240_000, "1,2\u00a0Mo"],
    [34_000_000, "34\u00a0Mo"],
    [2_500_000_000, "2,5\u00a0Go"],
  ])("writes %d as %s", (bytes, expected) => expect(formatBytes(bytes, "fr")).toBe(expected));

  it("knows English, and reads other languages as French", () => {
    expect(formatBytes(1_240_000, "en-GB")).toBe("1.2\u00a0MB");
    expect(formatBytes(1_240_000, "br")).toBe("1,2\u00a0Mo");
  });
});
