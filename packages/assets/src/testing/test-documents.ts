import { type TestZipOptions, testZip } from "./test-zip.ts";

type Entries = readonly (readonly [name: string, content: string | Uint8Array])[];

/** An OpenDocument file: `testOpenDocument("text")`. */
export function testOpenDocument(kind: string, more: Entries = [], options: TestZipOptions = {}): Buffer {
  const type = `application/vnd.oasis.opendocument.${kind}`;
  return testZip([["mimetype", type], ["content.xml", "<office:document-content/>"], ...more], options);
}

const FOLDERS: Record<string, string> = { wordprocessingml: "word", spreadsheetml: "xl", presentationml: "ppt" };

/** An Office file: `testOffice("wordprocessingml.document")`. */
export function testOffice(kind: string, more: Entries = [], options: TestZipOptions = {}): Buffer {
  const folder = FOLDERS[kind.replace(/\..*/, "")] ?? "word";
  const main = `application/vnd.openxmlformats-officedocument.${kind}.main+xml`;
  return testOfficeOf(main, [[`${folder}/main.xml`, "<main/>"], ...more], options);
}

/** An Office file whose main part has that type. */
export function testOfficeOf(main: string, entries: Entries, options: TestZipOptions = {}): Buffer {
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/main.xml" ContentType="${main}"/></Types>`;
  return testZip([["[Content_Types].xml", types], ...entries], options);
}

/** A PDF of one empty page; its `catalog` may be given more. */
export function testPdf(catalog = ""): Buffer {
  return Buffer.from(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R${catalog}>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n`,
  );
}

/** A box of an MP4. */
export function testBox(type: string, ...content: (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(
    content.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** A film or a sound of that brand, without pictures. */
export function testMp4(brand: string, ...index: Uint8Array[]): Buffer {
  return Buffer.concat([
    testBox("ftyp", brand, "\0\0\x02\0", brand),
    testBox("moov", testBox("mvhd", Buffer.alloc(100)), ...index),
    testBox("mdat", "frames"),
  ]);
}

/** Silent frames of 128 kbit/s, 44.1 kHz. */
export function testMp3(frames = 3): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xfffb9000, 0);
  return Buffer.concat(Array<Buffer>(frames).fill(frame));
}

export function testWav(): Buffer {
  return Buffer.from(
    `RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0`,
    "latin1",
  );
}

export function testOgg(codec = "\x01vorbis"): Buffer {
  return Buffer.from(`OggS\0\x02${"\0".repeat(20)}\x01\x1e${codec}${"\0".repeat(40)}`, "latin1");
}

export function testWebm(kind = "webm"): Buffer {
  return Buffer.from(
    `\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84${kind}B\x87\x81\x04`,
    "latin1",
  );
}

export function testTrack(content = "", attributes = "", prologue = '<?xml version="1.0" encoding="UTF-8"?>'): string {
  return `${prologue}\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${attributes}><metadata><name>Été</name></metadata>${content}</gpx>\n`;
}
