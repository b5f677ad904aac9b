import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { prepareUpload } from "./prepare-upload.ts";
import {
  testBox,
  testMp3,
  testMp4,
  testOffice,
  testOgg,
  testOpenDocument,
  testPdf,
  testTrack,
  testWav,
  testWebm,
} from "./testing/test-documents.ts";
import { quartersOf, testAnimation, testImage } from "./testing/test-image.ts";

const upload = (name: string, bytes: Uint8Array) => prepareUpload({ name, bytes });
const noise = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({
    create: {
      width,
      height,
      channels,
      background: channels === 3 ? "grey" : { r: 90, g: 90, b: 90, alpha: 0.5 },
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  });

describe("an image", () => {
  test.each([
    ["jpeg", "photo.png", "photo.jpg", "image/jpeg"],
    ["png", "photo.jpg", "photo.png", "image/png"],
    ["webp", "photo", "photo.webp", "image/webp"],
    ["avif", "photo.AVIF", "photo.avif", "image/avif"],
    ["gif", "photo.exe", "photo.gif", "image/gif"],
    ["tiff", "photo.tif", "photo.jpg", "image/jpeg"],
  ] as const)("in %s called %s is kept as %s", async (format, name, kept, type) => {
    const prepared = await upload(name, await testImage(60, 40).toFormat(format).toBuffer());
    expect(prepared).toMatchObject({ name: kept, type, image: { width: 60, height: 40 } });
    expect(await quartersOf(prepared.bytes)).toEqual(["red", "green", "blue", "white"]);
    expect((await sharp(prepared.bytes).metadata()).format).toBe(
      { "image/avif": "heif" }[type as string] ?? type.replace("image/", ""),
    );
  });

  test.each(["jpeg", "png", "webp", "avif", "tiff"] as const)(
    "in %s loses position, author, description, comments and colour profile",
    async (format) => {
      const photo = await testImage(64, 64)
        .withIccProfile("p3")
        .withExif({
          IFD0: { Artist: "SECRET-AUTHOR", Copyright: "SECRET-OWNER", Model: "SECRET-CAMERA" },
          IFD2: { BodySerialNumber: "SECRET-SERIAL" },
          IFD3: {
            GPSLatitudeRef: "N",
            GPSLatitude: "48/1 51/1 2963/100",
            GPSLongitudeRef: "E",
            GPSLongitude: "2/1 17/1 4021/100",
            GPSDateStamp: "SECRET-GPS",
          },
        })
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>SECRET-XMP</a></x:xmpmeta>')
        .toFormat(format)
        .toBuffer();
      // 2963/100, as EXIF writes it: it is in the photograph, so that finding none later means something.
      const seconds = [
        [0, 0, 0x0b, 0x93, 0, 0, 0, 0x64],
        [0x93, 0x0b, 0, 0, 0x64, 0, 0, 0],
      ];
      const holdsPosition = (bytes: Uint8Array) =>
        seconds.some((each) => Buffer.from(bytes).includes(Buffer.from(each)));
      // A TIFF has the place elsewhere, or not at all, depending on what wrote it.
      if (format !== "tiff") expect(holdsPosition(photo)).toBe(true);
      expect(photo.toString("latin1")).toMatch(/SECRET/);

      const { bytes } = await upload("photo", photo);
      expect(holdsPosition(bytes)).toBe(false);
      expect(Buffer.from(bytes).toString("latin1")).not.toMatch(/SECRET|Exif|GPS|xmpmeta|ICC_PROFILE|iCCP|eXIf|Adobe/i);
      const { exif, xmp, iptc, icc, comments } = await sharp(bytes).metadata();
      expect({ exif, xmp, iptc, icc, comments }).toEqual({});
    },
  );

  test.each(["jpeg", "webp"] as const)("in %s is turned upright", async (format) => {
    // Held on its side, a camera stores the quarters turned and says so.
    const stored = await sharp(await testImage(60, 40).png().toBuffer())
      .rotate(270)
      .toBuffer();
    const bytes = await sharp(stored).withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
    const prepared = await upload("a", bytes);
    expect(prepared.image).toEqual({ width: 60, height: 40 });
    expect(await quartersOf(prepared.bytes)).toEqual(["red", "green", "blue", "white"]);
    expect((await sharp(prepared.bytes).metadata()).orientation).toBeUndefined();
  });

  test.each([
    ["wide", 3000, 1500, { width: 2400, height: 1200 }],
    ["tall", 1000, 4000, { width: 600, height: 2400 }],
    ["small", 10, 7, { width: 10, height: 7 }],
    ["at the limit", 2400, 10, { width: 2400, height: 10 }],
    ["a line", 9000, 1, { width: 2400, height: 1 }],
  ])("that is %s has at most 2,400 pixels a side", async (_, width, height, expected) => {
    const { image, bytes } = await upload("a.jpg", await testImage(width, height).jpeg().toBuffer());
    expect(image).toEqual(expected);
    expect(await sharp(bytes).metadata()).toMatchObject(expected);
  });

  test("in PNG becomes JPEG when it is a photograph, but not when it is transparent or small", async () => {
    const type = async (bytes: Uint8Array) => (await upload("a.png", bytes)).type;
    const photograph = await noise(800, 800).png({ compressionLevel: 1 }).toBuffer();
    expect(photograph.length).toBeGreaterThan(1_500_000);
    expect(await type(photograph)).toBe("image/jpeg");
    expect(await type(await sharp(photograph).ensureAlpha(1).png().toBuffer())).toBe("image/jpeg");
    expect(await type(await sharp(photograph).ensureAlpha(0.5).png().toBuffer())).toBe("image/png");
    expect(await type(await noise(200, 200).png().toBuffer())).toBe("image/png");
  });

  test.each(["png", "webp", "avif", "gif", "tiff"] as const)("in %s stays transparent", async (format) => {
    const options = format === "tiff" ? { compression: "lzw" } : {};
    const { bytes, type } = await upload("a", await testImage(40, 40, 0).toFormat(format, options).toBuffer());
    expect(type).toBe(`image/${format === "tiff" ? "png" : format}`);
    const { data } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([data[(4 * 40 + 4) * 4 + 3], data[(30 * 40 + 30) * 4 + 3]]).toEqual([
      expect.toSatisfy((alpha: number) => alpha < 10),
      expect.toSatisfy((alpha: number) => alpha > 245),
    ]);
  });

  test("in PNG with a palette keeps it", async () => {
    const { bytes } = await upload("a.png", await testImage(300, 300).png({ palette: true }).toBuffer());
    expect((await sharp(bytes).metadata()).isPalette).toBe(true);
  });

  test.each(["gif", "webp"] as const)("in %s goes on moving, at its pace", async (format) => {
    const source = await testAnimation(3000, 30, 3)
      .toFormat(format, { delay: [100, 200, 300], loop: 2 })
      .toBuffer();
    const { bytes, type, image } = await upload("a", source);
    expect({ type, image }).toEqual({ type: `image/${format}`, image: { width: 2400, height: 24 } });
    const metadata = await sharp(bytes).metadata();
    expect(metadata).toMatchObject({ pages: 3, delay: [100, 200, 300], loop: 2 });
    expect([metadata.width, metadata.height]).toEqual([2400, 24]);
  });

  test.each([
    ["a logo of 24 units", 24, 12, { width: 800, height: 400 }],
    ["a poster", 1000, 1500, { width: 1600, height: 2400 }],
  ])("that is a drawing (%s) is drawn as PNG", async (_, width, height, expected) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><script>alert(1)</script><rect width="99" height="99" fill="red"/></svg>`;
    const { name, type, image, bytes } = await upload("Logo.svg", Buffer.from(svg));
    expect({ name, type, image }).toEqual({ name: "logo.png", type: "image/png", image: expected });
    expect(Buffer.from(bytes).includes("script")).toBe(false);
  });
});

describe("any other file", () => {
  test.each<[string, Uint8Array, string, string]>([
    ["Statuts.PDF", testPdf(), "statuts.pdf", "application/pdf"],
    ["Statuts.jpg", testPdf(), "statuts.pdf", "application/pdf"],
    ["a.odt", testOpenDocument("text"), "a.odt", "application/vnd.oasis.opendocument.text"],
    ["a.ods", testOpenDocument("spreadsheet"), "a.ods", "application/vnd.oasis.opendocument.spreadsheet"],
    ["a.odp", testOpenDocument("presentation"), "a.odp", "application/vnd.oasis.opendocument.presentation"],
    [
      "libraries that are empty.odt",
      testOpenDocument("text", [["Basic/Standard/script-lb.xml", ""]]),
      "libraries-that-are-empty.odt",
      "application/vnd.oasis.opendocument.text",
    ],
    [
      "a.zip",
      testOffice("wordprocessingml.document", [], { streamed: true }),
      "a.docx",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
    [
      "a.xlsx",
      testOffice("spreadsheetml.sheet"),
      "a.xlsx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ],
    [
      "a.pptx",
      testOffice("presentationml.presentation"),
      "a.pptx",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ],
    ["Chant.mp3", testMp3(), "chant.mp3", "audio/mpeg"],
    [
      "Chant.mpeg",
      Buffer.concat([Buffer.from("ID3\x04\0\0\0\0\x01\0"), Buffer.alloc(148), testMp3()]),
      "chant.mp3",
      "audio/mpeg",
    ],
    ["Chant.ogg", testOgg(), "chant.ogg", "audio/ogg"],
    ["Chant.opus", testOgg("OpusHead"), "chant.ogg", "audio/ogg"],
    ["Chant.wav", testWav(), "chant.wav", "audio/wav"],
    ["Chant.m4a", testMp4("M4A "), "chant.m4a", "audio/mp4"],
    ["Fête.mp4", testMp4("isom"), "fete.mp4", "video/mp4"],
    ["Fête.m4v", testMp4("mp42"), "fete.mp4", "video/mp4"],
    ["Fête.webm", testWebm(), "fete.webm", "video/webm"],
    ["Agenda.ics", Buffer.from("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), "agenda.ics", "text/calendar"],
    ["Balade.gpx", Buffer.from(testTrack()), "balade.gpx", "application/gpx+xml"],
    ["Membres.csv", Buffer.from("nom;ville\nZoé;Besançon\n"), "membres.csv", "text/csv"],
    ["Lisez-moi.txt", Buffer.from("Bonjour.\n"), "lisez-moi.txt", "text/plain"],
  ])("%s is kept byte for byte", async (name, bytes, kept, type) => {
    expect(await upload(name, bytes)).toEqual({ name: kept, type, bytes });
  });

  test("that is a text becomes UTF-8", async () => {
    const { bytes } = await upload("a.csv", Buffer.from("Besan\xe7on;\x80\n", "latin1"));
    expect(Buffer.from(bytes).toString()).toBe("Besançon;€\n");
  });

  test("that is a film loses its position", async () => {
    const film = testMp4("isom", testBox("udta", testBox("\xa9xyz", "+48.8582+002.2945/")));
    const { bytes } = await upload("a.mp4", film);
    expect(Buffer.from(bytes).includes("+48.8582")).toBe(false);
  });
});
