import { expect, test } from "vitest";
import { blobId } from "./blob-id.ts";
import { git } from "./testing/git-repository.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

test("gives the ids of git hash-object", () => {
  const files = {
    empty: "",
    text: "Bonjour\n",
    accents: "L’été à Oléron — 12 €\n",
    "line-ends": "a\r\nb\r\n",
    binary: Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256)),
    header: "blob 3\0abc",
  };
  const folder = temporaryFolder(files);
  const expected = git(folder, ["hash-object", "--no-filters", ...Object.keys(files)]).split("\n");
  expect(Object.values(files).map((content) => blobId(Buffer.from(content as string)))).toEqual(expected);
});
