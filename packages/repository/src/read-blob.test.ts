import { expect, test } from "vitest";
import { blobId } from "./blob-id.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { readBlob } from "./read-blob.ts";
import { headOf, save, siteRepository } from "./testing/site-repository.ts";

test("any blob, loose or packed, and nothing else", async () => {
  const repository = await siteRepository({ "a.md": "un\n" });
  await save(repository, "a.md", "deux\n");
  const read = async (oid: string) => (await readBlob(repository, oid))?.toString("utf8");
  const ask = async () => {
    for (const text of ["un\n", "deux\n"]) expect(await read(blobId(Buffer.from(text)))).toBe(text);
    for (const oid of [await headOf(repository), blobId(Buffer.from("trois")), "main", "--help", ""])
      expect(await read(oid)).toBeUndefined();
  };
  await ask();
  await collectGarbage(repository);
  await ask();
});
