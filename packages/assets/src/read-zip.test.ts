import { describe, expect, test } from "vitest";
import { readZip, readZipEntry } from "./read-zip.ts";
import { testZip } from "./testing/test-zip.ts";

const ENTRIES = [
  ["mimetype", "text"],
  ["a/b.xml", "été ".repeat(100)],
] as const;

describe("readZip", () => {
  test.each([false, true])("lists what is in it (streamed: %j), and reads it", (streamed) => {
    const bytes = testZip(ENTRIES, { streamed });
    const entries = readZip(bytes);
    expect(entries?.map(({ name, method, size }) => ({ name, method, size }))).toEqual([
      { name: "mimetype", method: 0, size: 4 },
      { name: "a/b.xml", method: 8, size: 600 },
    ]);
    const contents = entries?.map((entry) => readZipEntry(bytes, entry, 1000)?.toString());
    expect(contents).toEqual(ENTRIES.map(([, content]) => content));
  });

  test.each<[string, Buffer]>([
    ["nothing", Buffer.alloc(0)],
    ["a head only", Buffer.from("PK\x03\x04")],
    ["cut short", testZip(ENTRIES).subarray(0, -30)],
    ["something before", Buffer.concat([Buffer.from("<html>"), testZip(ENTRIES)])],
    ["something after", Buffer.concat([testZip(ENTRIES), Buffer.from("<html>")])],
    ["something between", testZip(ENTRIES, { gap: Buffer.from("<html>") })],
    ["a comment", testZip(ENTRIES, { comment: "<html>" })],
    ["a password", testZip(ENTRIES, { flags: 1 })],
    ["two of one name", testZip([...ENTRIES, ["A/B.xml", ""]])],
    ["a path upwards", testZip([["../a", ""]])],
    ["a path upwards within", testZip([["a/../../b", ""]])],
    ["an absolute path", testZip([["/etc/passwd", ""]])],
    ["a drive", testZip([["C:/a", ""]])],
    ["a backslash", testZip([["a\\..\\b", ""]])],
    ["a zero byte", testZip([["a\0b", ""]])],
    ["a name of nothing", testZip([["", ""]])],
    ["20,000 entries", testZip(Array.from({ length: 20_000 }, (_, i) => [`${i}`, ""] as const))],
    ["entries that overlap", overlapping()],
  ])("refuses %s", (_, bytes) => expect(readZip(bytes)).toBeUndefined());

  test("survives any single byte being wrong", () => {
    const whole = testZip(ENTRIES);
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      for (const entry of readZip(bytes) ?? []) readZipEntry(bytes, entry, 1000);
    }
  });
});

test("readZipEntry unpacks no more than it is allowed to, whatever the directory says", () => {
  const bytes = testZip([["a", Buffer.alloc(10_000_000)]], { claimedSize: 10 });
  const [entry] = readZip(bytes) ?? [];
  expect(entry && readZipEntry(bytes, entry, 1000)).toBeUndefined();
});

/** Two entries of the directory that stand for one content. */
function overlapping(): Buffer {
  const bytes = testZip([
    ["a", "x".repeat(100)],
    ["a", "x".repeat(100)],
  ]);
  const second = bytes.lastIndexOf(Buffer.from("PK\x01\x02", "latin1"));
  bytes.writeUInt32LE(0, second + 42);
  bytes.write("b", second + 46);
  return bytes;
}
