import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blobId } from "./blob-id.ts";
import { withObjects } from "./object-reader.ts";
import { ObjectWriter } from "./object-writer.ts";
import { git } from "./testing/git-repository.ts";
import { headOf, siteRepository } from "./testing/site-repository.ts";

test("gives the ids of git, and writes what git reads", async () => {
  const repository = await siteRepository();
  const writer = new ObjectWriter(repository);
  const blobs = ["", "Bonjour\n", "é\r\n", randomBytes(300_000)].map((content) => Buffer.from(content as string));
  for (const blob of blobs) expect(await writer.write("blob", blob)).toBe(blobId(blob));
  expect(existsSync(join(repository, "objects", blobId(Buffer.from("Bonjour\n")).slice(0, 2)))).toBe(false);
  await writer.flush();
  for (const blob of blobs) {
    expect(git(repository, ["cat-file", "-s", blobId(blob)])).toBe(String(blob.length));
    expect(git(repository, ["hash-object", "--stdin"], blob)).toBe(blobId(blob));
  }
  git(repository, ["fsck", "--full", "--strict"]);
});

test("puts an object in the place of what a crash left of it", async () => {
  const repository = await siteRepository();
  const oid = blobId(Buffer.from("Bonjour\n"));
  mkdirSync(join(repository, "objects", oid.slice(0, 2)));
  const path = join(repository, "objects", oid.slice(0, 2), oid.slice(2));
  writeFileSync(path, "");
  chmodSync(path, 0o444);
  const writer = new ObjectWriter(repository);
  await writer.write("blob", Buffer.from("Bonjour\n"));
  await writer.flush();
  expect(git(repository, ["cat-file", "blob", oid])).toBe("Bonjour");
  expect(readdirSync(join(repository, "objects", oid.slice(0, 2)))).toEqual([oid.slice(2)]);
});

test("what it wrote is read, loose or packed", async () => {
  const repository = await siteRepository({ "a.md": "a" });
  const writer = new ObjectWriter(repository);
  const oid = await writer.write("blob", Buffer.from("Bonjour\n"));
  await writer.flush();
  const packed = git(repository, ["rev-parse", "main:a.md"]);
  await withObjects(repository, async (objects) => {
    expect(String(await objects.read(oid, "blob"))).toBe("Bonjour\n");
    expect(await Promise.all([packed, packed, oid].map(async (id) => String(await objects.read(id, "blob"))))).toEqual([
      "a",
      "a",
      "Bonjour\n",
    ]);
    expect(await objects.find("0".repeat(40))).toBeUndefined();
    expect(await objects.find("main")).toBeUndefined();
    await expect(objects.read("0".repeat(40), "blob")).rejects.toMatchObject({ code: "git-failed" });
    await expect(objects.read(await headOf(repository), "tree")).rejects.toThrow(/is a commit/);
  });
});

test("says that an object is damaged", async () => {
  const repository = await siteRepository({ "a.md": "a" });
  const oid = "0".repeat(40);
  mkdirSync(join(repository, "objects/00"));
  writeFileSync(join(repository, "objects/00", oid.slice(2)), "");
  await withObjects(repository, (objects) => expect(objects.find(oid)).rejects.toThrow(/is damaged.*Try git fsck/));
});
