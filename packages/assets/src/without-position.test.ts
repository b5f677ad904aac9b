import { expect, test } from "vitest";
import { testBox, testMp4 } from "./testing/test-documents.ts";
import { withoutPosition } from "./without-position.ts";

test("empties the notes of a film, of its tracks and beside them, and moves nothing", () => {
  const place = testBox("udta", testBox("\xa9xyz", "\0\x12\x15\xc7+48.8582+002.2945/"), testBox("loci", "Paris"));
  const notes = testBox("meta", testBox("keys", "com.apple.quicktime.location.ISO6709"), testBox("ilst", "+48.8582"));
  const film = Buffer.concat([
    testMp4("isom", place, notes, testBox("trak", testBox("tkhd", "sizes"), place)),
    testBox("uuid", "XMP +48.8582"),
  ]);
  const before = Buffer.from(film);
  const kept = withoutPosition(film);
  expect(film).toEqual(before);
  expect(film.includes("+48.8582")).toBe(true);
  expect(kept?.length).toBe(film.length);
  for (const word of ["+48.8582", "Paris", "location", "udta", "uuid"]) expect(kept?.includes(word)).toBe(false);
  for (const word of ["mvhd", "tkhdsizes", "mdatframes"]) expect(kept?.indexOf(word)).toBe(film.indexOf(word));
});

test("leaves a film without notes as it is", () => {
  expect(withoutPosition(testMp4("mp42"))).toEqual(testMp4("mp42"));
});

test("reads lengths on 8 bytes, to the end, and lists closed by zeros", () => {
  const long = Buffer.from("\0\0\0\x01mdat\0\0\0\0\0\0\0\x14text", "latin1");
  const toTheEnd = Buffer.from("\0\0\0\0mdatframes", "latin1");
  const film = Buffer.concat([long, testBox("moov", testBox("udta", "Paris"), "\0\0\0\0"), toTheEnd]);
  expect(withoutPosition(film)?.includes("Paris")).toBe(false);
});

test.each<[string, Buffer]>([
  ["cut short", testMp4("isom").subarray(0, -3)],
  ["followed by a page", Buffer.concat([testMp4("isom"), Buffer.from("<script>alert(1)</script>")])],
  ["without an index", testBox("ftyp", "isom")],
  ["with a box that is longer than its film", testBox("moov", Buffer.from("\0\0\xff\xffudta", "latin1"))],
  ["with a length on 8 bytes that is none", Buffer.from("\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff", "latin1")],
  ["with a length on 8 bytes that goes nowhere", Buffer.from("\0\0\0\x01moov\0\0\0\0\0\0\0\0", "latin1")],
])("refuses a film %s", (_, bytes) => expect(withoutPosition(bytes)).toBeUndefined());
