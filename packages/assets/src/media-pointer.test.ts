import { describe, expect, test } from "vitest";
import { formatPointer, parsePointer } from "./media-pointer.ts";

const SHA256 = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
/** The example of the Git LFS specification. */
const TEXT = `version https://git-lfs.github.com/spec/v1\noid sha256:${SHA256}\nsize 12345\n`;

describe("Git LFS pointers", () => {
  test("are read and written as the specification shows", () => {
    expect(parsePointer(Buffer.from(TEXT))).toEqual({ sha256: SHA256, size: 12345 });
    expect(formatPointer({ sha256: SHA256, size: 12345 })).toBe(TEXT);
  });

  test.each([
    ["nothing", ""],
    ["a text that mentions one", `Voici :\n${TEXT}`],
    ["a text that goes on after one", `${TEXT}Voilà.\n`],
    ["an LFS extension", TEXT.replace("oid", `ext-0-foo sha256:${SHA256}\noid`)],
    ["another hash", TEXT.replace("sha256", "sha512")],
    ["a hash cut short", TEXT.replace(SHA256, SHA256.slice(1))],
    ["a path for a hash", TEXT.replace(SHA256, `../${SHA256.slice(3)}`)],
    ["a hash in capitals", TEXT.replace(SHA256, SHA256.toUpperCase())],
    ["a negative size", TEXT.replace("12345", "-1")],
    ["a size past all numbers", TEXT.replace("12345", "9".repeat(30))],
    ["no end of line", TEXT.trimEnd()],
    ["Windows ends of line", TEXT.replaceAll("\n", "\r\n")],
    ["a long file", TEXT + "\n".repeat(2000)],
  ])("%s is none", (_, text) => {
    expect(parsePointer(Buffer.from(text))).toBeUndefined();
  });
});
