import { describe, expect, test } from "vitest";
import { ACTION_NAMES, parseRequest } from "./protocol.ts";

const OPTIONS = { collectionName: "posts", commitMessage: "m", useWorkflow: true, newEntry: false, unpublished: false };
const FILE = { slug: "a", path: "posts/a.md", raw: "texte", base: null };

describe("parseRequest", () => {
  test("takes what the page sends", () => {
    expect(
      parseRequest({ branch: "main", action: "getEntry", params: { branch: "main", path: "posts/a.md" } })?.action,
    ).toBe("getEntry");
    expect(
      parseRequest({ action: "persistEntry", params: { dataFiles: [FILE], assets: [], options: OPTIONS } })?.action,
    ).toBe("persistEntry");
    expect(parseRequest({ action: "unpublishedEntries", params: {} })?.action).toBe("unpublishedEntries");
  });

  test.each([
    [null],
    ["getEntry"],
    [[]],
    [{ action: "constructor", params: {} }],
    [{ action: "__proto__", params: {} }],
    [{ action: "getEntry" }],
    [{ action: "getEntry", params: { path: 3 } }],
    [{ action: "getEntry", params: { path: "x".repeat(501) } }],
    [{ action: "persistEntry", params: { dataFiles: [{ ...FILE, base: undefined }], assets: [], options: OPTIONS } }],
    [
      {
        action: "persistEntry",
        params: { dataFiles: [{ ...FILE, raw: "x".repeat(1024 * 1024 + 1) }], assets: [], options: OPTIONS },
      },
    ],
    [{ action: "persistEntry", params: { dataFiles: [FILE], assets: [{ path: "media/a.jpg" }], options: OPTIONS } }],
    [{ action: "updateUnpublishedEntryStatus", params: { collection: "posts", slug: "a", newStatus: "live" } }],
    [{ action: "deleteFiles", params: { paths: Array(101).fill("a"), options: { commitMessage: "m" } } }],
  ])("refuses %j", (body) => expect(parseRequest(body)).toBeUndefined());

  test("no action takes parameters that are missing altogether", () => {
    for (const action of ACTION_NAMES) expect(parseRequest({ action, params: null }), action).toBeUndefined();
  });
});
