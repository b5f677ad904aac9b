import sharp from "sharp";
import { expect, test } from "vitest";
import { ENGINE } from "./encoders.ts";

test("the engine named in cache keys is the one that is installed", () => {
  expect(ENGINE).toBe(`sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`);
});
