import { describe, expect, test } from "vitest";
import type { ImageInfo } from "./image-info.ts";
import { planImage, planThumbnail } from "./plan-image.ts";

const OID = "3f786850e387550fdab836ed7e6dc881de23001b";
const photo = (width: number, height: number): ImageInfo => ({
  width,
  height,
  format: "jpeg",
  animated: false,
  alpha: false,
});
const sizes = (info: ImageInfo) => [
  ...new Set(planImage(info, OID, "a.jpg").variants.map(({ width, height }) => `${width}x${height}`)),
];

describe("planImage", () => {
  test.each([
    ["one pixel", photo(1, 1), ["1x1"]],
    ["an icon", photo(64, 64), ["64x64"]],
    ["just below a listed width", photo(470, 200), ["470x200"]],
    ["exactly a listed width", photo(480, 320), ["480x320"]],
    ["hardly above a listed width", photo(550, 550), ["480x480"]],
    ["well above a listed width", photo(720, 477), ["480x318", "720x477"]],
    ["near a listed width that it cannot fill", photo(900, 300), ["480x160", "900x300"]],
    ["between the two largest", photo(1500, 1000), ["480x320", "960x640", "1500x1000"]],
    ["a camera's", photo(6000, 4000), ["480x320", "960x640", "1600x1067"]],
    ["so flat that its height would round to nothing", photo(4000, 1), ["480x1", "960x1", "1600x1"]],
    ["taller than WebP can hold", photo(1000, 40_000), ["409x16360"]],
    ["a line of one column", photo(1, 40_000), ["1x16383"]],
    ["a small drawing, for dense screens", { ...photo(24, 24), format: "svg" as const }, ["160x160", "480x480"]],
    ["a drawing, at twice its size", { ...photo(400, 200), format: "svg" as const }, ["160x80", "480x240", "800x400"]],
    ["a tall drawing", { ...photo(10, 10_000), format: "svg" as const }, ["16x16000"]],
  ])("%s", (_, info, expected) => {
    expect(sizes(info)).toEqual(expected);
  });

  test("names files after the image, what they hold, their width and format", () => {
    const plan = planImage(photo(600, 300), OID, "2027/L’affiche d’été.JPG");
    expect(plan).toMatchObject({ width: 600, height: 300 });
    expect(plan.variants.map((variant) => variant.file.replace(/[0-9a-f]{8}/, "HASH"))).toEqual([
      "l-affiche-d-ete-HASH-480.avif",
      "l-affiche-d-ete-HASH-480.webp",
      "l-affiche-d-ete-HASH-600.avif",
      "l-affiche-d-ete-HASH-600.webp",
    ]);
  });

  test.each(["日本.jpg", ".jpg", "", "../../.."])("gives %j a harmless name", (name) => {
    const [variant] = planImage(photo(9, 9), OID, name).variants;
    expect(variant?.file).toMatch(/^image-[0-9a-f]{8}-9\.avif$/);
  });

  test("keeps long names short", () => {
    const [variant] = planImage(photo(9, 9), OID, `${"très-".repeat(80)}long.jpg`).variants;
    expect(variant?.file.length).toBeLessThan(80);
  });

  test("makes an animation in WebP only", () => {
    const plan = planImage({ ...photo(500, 500), format: "gif", animated: true }, OID, "a.gif");
    expect(plan.variants.map((variant) => variant.format)).toEqual(["webp"]);
  });

  test("gives each image, size and format a key of its own, and the same one each time, whatever the name", () => {
    const variants = [
      ...planImage(photo(600, 300), OID, "a.jpg").variants,
      ...planImage(photo(600, 300), OID.replace("3", "4"), "a.jpg").variants,
    ];
    expect(new Set(variants.map((variant) => variant.key)).size).toBe(8);
    const renamed = planImage(photo(600, 300), OID, "b.jpg").variants;
    expect(renamed.map((variant) => variant.key)).toEqual(variants.slice(0, 4).map((variant) => variant.key));
  });
});

describe("planThumbnail", () => {
  test.each([
    ["a photograph", photo(4000, 3000), "320x240 webp"],
    ["a poster", photo(1000, 2000), "160x320 webp"],
    ["an icon", photo(64, 32), "64x32 webp"],
    ["a line", photo(40_000, 1), "320x1 webp"],
    ["a small drawing", { ...photo(24, 12), format: "svg" as const }, "320x160 webp"],
    ["an animation, still", { ...photo(640, 640), format: "gif" as const, animated: true }, "320x320 avif"],
  ])("%s", (_, info, expected) => {
    const { width, height, format, oid } = planThumbnail(info, OID, "a.jpg");
    expect(`${width}x${height} ${format}`).toBe(expected);
    expect(oid).toBe(OID);
  });

  test("is the same variant as a page's of that size, and is named like it", () => {
    const [, ofPage] = planImage(photo(320, 200), OID, "Été.jpg").variants;
    expect(planThumbnail(photo(320, 200), OID, "Été.jpg")).toEqual(ofPage);
  });
});
