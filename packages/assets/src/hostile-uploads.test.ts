import { deflateSync, gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { openImagePool } from "./image-pool.ts";
import { prepareUpload } from "./prepare-upload.ts";
import {
  testMp3,
  testMp4,
  testOffice,
  testOfficeOf,
  testOgg,
  testOpenDocument,
  testPdf,
  testTrack,
  testWebm,
} from "./testing/test-documents.ts";
import { testImage } from "./testing/test-image.ts";
import { testZip } from "./testing/test-zip.ts";
import { UploadError } from "./upload-error.ts";

/** Little, so that a bomb goes off early. */
const pool = openImagePool(2, { cpuSeconds: 0.6, megabytes: 700 });

type Make = () => Uint8Array | string | Promise<Uint8Array>;

/** The refusal of a file that a stranger sends, or the type it is kept as. */
async function outcome(name: string, make: Make): Promise<string> {
  try {
    return (await prepareUpload({ name, bytes: Buffer.from((await make()) as Uint8Array) }, pool)).type;
  } catch (error) {
    if (!(error instanceof UploadError)) throw error;
    // What it is, and what to do: two French sentences, about that file.
    expect(error.message).toMatch(/^« .+ » [^«]+[^.]\. [A-ZÀÉ].+\.$/s);
    return error.code;
  }
}

const PAGE = "<!doctype html><script>alert(document.domain)</script>";
const bytes = (text: string) => Buffer.from(text, "latin1");
const svg = (content: string, attributes = 'width="9" height="9"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`;
const small = (format: "jpeg" | "png" | "gif" | "webp" | "avif" | "tiff") =>
  testImage(16, 16).toFormat(format).toBuffer();
const followed = async (make: Promise<Buffer> | Buffer, by: string | Buffer) =>
  Buffer.concat([await make, Buffer.from(by)]);
/** A PNG that says how large it is, without the pixels. */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write("IHDR", 4);
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  header.set([8, 2, 0, 0, 0], 16);
  const data = deflateSync(Buffer.alloc(9));
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write("IDAT", 4);
  data.copy(chunk, 8);
  return Buffer.concat([bytes("\x89PNG\r\n\x1a\n"), header, chunk]);
}

describe("pages, scripts and programs, whatever they are called", () => {
  test.each<[string, string, Make, string]>([
    ["nothing", "a.jpg", () => "", "empty"],
    ["a page", "a.html", () => PAGE, "type-refused"],
    ["a page called an image", "a.jpg", () => PAGE, "type-refused"],
    ["a page called a text", "a.txt", () => PAGE, "type-refused"],
    ["a page called a PDF", "a.pdf", () => PAGE, "type-refused"],
    ["a page after a thousand blanks", "a.csv", () => " \n".repeat(500) + PAGE, "type-refused"],
    ["a page after a text", "a.txt", () => `Bonjour\n${PAGE}`, "type-refused"],
    ["a page in UTF-16", "a.txt", () => Buffer.from(`\ufeff${PAGE}`, "utf16le"), "type-refused"],
    [
      "a page in UTF-16, the other way",
      "a.txt",
      () => Buffer.from(`\ufeff${PAGE}`, "utf16le").swap16(),
      "type-refused",
    ],
    ["a page in windows-1252", "a.txt", () => bytes(`\xe9 ${PAGE}`), "type-refused"],
    ["XHTML", "a.xml", () => '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "type-refused"],
    ["a style sheet for XML", "a.xsl", () => '<?xml version="1.0"?><xsl:stylesheet/>', "type-refused"],
    ["a page in one file", "a.mhtml", () => "MIME-Version: 1.0\nContent-Type: multipart/related\n", "type-refused"],
    ["a program for HTA", "a.hta", () => "<hta:application><script>x</script>", "type-refused"],
    ["JavaScript", "a.js", () => "alert(1)", "type-refused"],
    ["JavaScript called a module", "a.mjs", () => "export {}", "type-refused"],
    ["a manifest", "a.webmanifest", () => "{}", "type-refused"],
    ["JSON", "a.json", () => '{"a":1}', "type-refused"],
    ["a style sheet", "a.css", () => "body{}", "type-refused"],
    ["PHP", "a.php", () => "<?php system($_GET[0]);", "type-refused"],
    ["PHP called a text", "a.php.txt", () => "<?php system($_GET[0]);", "type-refused"],
    ["a shell script", "a.sh", () => "#!/bin/sh\nrm -rf ~", "type-refused"],
    ["a shell script called a text", "a.txt", () => "#!/bin/sh\nrm -rf ~", "type-refused"],
    ["a server's configuration", ".htaccess", () => "AddType text/html .jpg", "type-refused"],
    ["a program of Windows", "a.exe", () => bytes(`MZ\x90\0${"\0".repeat(200)}`), "type-refused"],
    ["a program of Windows called an image", "a.jpg", () => bytes(`MZ\x90\0${"\0".repeat(200)}`), "type-refused"],
    ["a program of Linux", "a.pdf", () => bytes(`\x7fELF\x02\x01${"\0".repeat(200)}`), "type-refused"],
    ["a program of a Mac", "a", () => bytes(`\xcf\xfa\xed\xfe${"\0".repeat(200)}`), "type-refused"],
    ["WebAssembly", "a.wasm", () => bytes("\0asm\x01\0\0\0"), "type-refused"],
    ["a class of Java", "a.class", () => bytes("\xca\xfe\xba\xbe\0\0\0\x34"), "type-refused"],
    ["a link of Windows", "a.lnk", () => bytes("L\0\0\0\x01\x14\x02\0"), "type-refused"],
    ["Flash", "a.swf", () => bytes("FWS\x09\0\0\0\0"), "type-refused"],
    ["zeros", "a.txt", () => Buffer.alloc(5000), "type-refused"],
    ["noise", "a.mp3", () => Buffer.from("\xff\xfb\x90\0".repeat(9), "latin1"), "type-refused"],
  ])("%s", async (_, name, make, expected) => expect(await outcome(name, make)).toBe(expected));
});

describe("files of two kinds", () => {
  test.each(["jpeg", "png", "gif", "webp", "avif", "tiff"] as const)("a %s followed by a page", async (format) => {
    const { bytes: kept } = await prepareUpload({ name: "a", bytes: await followed(small(format), PAGE) }, pool);
    expect(Buffer.from(kept).includes("script")).toBe(false);
    expect((await sharp(kept).metadata()).width).toBe(16);
  });

  test("an image with a page in its comment", async () => {
    const jpeg = await small("jpeg");
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, PAGE.length + 2]), Buffer.from(PAGE)]);
    const source = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
    const { bytes: kept } = await prepareUpload({ name: "a.jpg", bytes: source }, pool);
    expect(Buffer.from(kept).includes("script")).toBe(false);
  });

  test.each<[string, string, Make, string]>([
    ["the head of a GIF, then a script", "a.gif", () => bytes("GIF89a/*\x01\x01*/=1;alert(1)"), "image-refused"],
    ["the head of a GIF, then a page", "a.gif", () => `GIF89a${PAGE}`, "image-refused"],
    ["the head of a JPEG, then a page", "a.jpg", () => bytes(`\xff\xd8\xff\xe0${PAGE}`), "image-refused"],
    ["the head of a PNG, then a page", "a.png", () => bytes(`\x89PNG\r\n\x1a\n${PAGE}`), "image-refused"],
    ["the head of a bitmap, then a page", "a.bmp", () => bytes(`BM\x10\0\0\0\0\0\0\0${PAGE}`), "type-refused"],
    ["the head of a PDF, then a page", "a.pdf", () => `%PDF-1.7\n${PAGE}`, "damaged"],
    ["a PDF followed by a page", "a.pdf", () => followed(testPdf(), PAGE), "damaged"],
    ["a PDF followed by an archive", "a.pdf", () => followed(testPdf(), testZip([["a.class", ""]])), "damaged"],
    ["a page followed by a PDF", "a.pdf", () => `${PAGE}${testPdf()}`, "type-refused"],
    ["an archive followed by a PDF", "a.pdf", () => followed(testZip([["a", ""]]), testPdf()), "damaged"],
    [
      "a PDF that runs a script in its reader",
      "a.pdf",
      () => testPdf("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
      "application/pdf",
    ],
    [
      "an image followed by an archive",
      "a.jpg",
      () => followed(small("jpeg"), testZip([["a.class", ""]])),
      "image/jpeg",
    ],
    [
      "a document followed by a page",
      "a.docx",
      () => followed(testOffice("wordprocessingml.document"), PAGE),
      "damaged",
    ],
    [
      "a page followed by a document",
      "a.docx",
      () => followed(Buffer.from(PAGE), testOpenDocument("text")),
      "type-refused",
    ],
    [
      "a document with a page as its comment",
      "a.odt",
      () => testOpenDocument("text", [], { comment: PAGE }),
      "damaged",
    ],
    [
      "a document with a page between its parts",
      "a.odt",
      () => testOpenDocument("text", [], { gap: Buffer.from(PAGE) }),
      "damaged",
    ],
    ["a film followed by a page", "a.mp4", () => followed(testMp4("isom"), PAGE), "damaged"],
    ["the head of a film, then a page", "a.mp4", () => bytes(`\0\0\0\x18ftypisom${PAGE}`), "damaged"],
    ["a tag of a sound, then a page", "a.mp3", () => bytes(`ID3\x04\0\0\0\0\0\0${PAGE}`), "type-refused"],
    ["a sound with one frame, then a page", "a.mp3", () => followed(testMp3(1), PAGE), "type-refused"],
    ["a calendar, then a page", "a.ics", () => `BEGIN:VCALENDAR\nEND:VCALENDAR\n${PAGE}`, "damaged"],
    [
      "a track with a script",
      "a.gpx",
      () => testTrack('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>'),
      "type-refused",
    ],
  ])("%s", async (_, name, make, expected) => expect(await outcome(name, make)).toBe(expected));
});

describe("drawings", () => {
  test.each<[string, Make, string]>([
    ["with a script", () => svg("<script>alert(1)</script>"), "image/png"],
    ["with an event", () => svg("", 'width="9" height="9" onload="alert(1)"'), "image/png"],
    [
      "with a link to a script",
      () => svg('<a xlink:href="javascript:alert(1)"><rect width="9" height="9"/></a>'),
      "image/png",
    ],
    [
      "with a page in it",
      () =>
        svg(
          `<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="javascript:alert(1)"/></body></foreignObject>`,
        ),
      "image/png",
    ],
    [
      "with a file of the server",
      () => svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>'),
      "image/png",
    ],
    [
      "with a file in an entity",
      () => `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg("<text>&a;</text>")}`,
      "image-refused",
    ],
    ["called HTML", () => svg("<script>alert(1)</script>"), "image/png"],
    ["compressed", () => gzipSync(svg("")), "type-refused"],
    ["in UTF-16", () => Buffer.from(`\ufeff${svg("")}`, "utf16le"), "too-large"],
    ["of 3 MB", () => svg(" ".repeat(3_000_000)), "too-large"],
    ["not well formed", () => "<svg xmlns='http://www.w3.org/2000/svg'>", "image-refused"],
    ["of 100,000 by 100,000", () => svg("", 'width="100000" height="100000"'), "image-refused"],
    [
      "of a thousand million laughs",
      () =>
        `<!DOCTYPE svg [<!ENTITY a "ha">${[..."bcdefghij"].map((name, i) => `<!ENTITY ${name} "${`&${"abcdefghij"[i]};`.repeat(10)}">`).join("")}]>${svg("<text>&j;</text>")}`,
      "image-refused",
    ],
    [
      "that takes minutes",
      () =>
        svg(
          `<marker id="m"><rect width="99" height="99"/></marker><path marker-mid="url(#m)" d="M0 0${" L1 1".repeat(300_000)}"/>`,
        ),
      "image-refused",
    ],
  ])("%s", async (_, make, expected) => expect(await outcome("dessin.html", make)).toBe(expected));
});

describe("archives and office documents", () => {
  const DOCUMENT = "wordprocessingml.document";
  test.each<[string, string, Make, string]>([
    ["an archive", "a.zip", () => testZip([["a.txt", "a"]]), "type-refused"],
    ["an archive called a document", "a.docx", () => testZip([["a.html", PAGE]]), "type-refused"],
    ["an empty archive", "a.odt", () => testZip([]), "type-refused"],
    [
      "a program of Java",
      "a.jar",
      () =>
        testZip([
          ["META-INF/MANIFEST.MF", ""],
          ["a.class", ""],
        ]),
      "type-refused",
    ],
    [
      "a program of Java with the types of a document",
      "a.docx",
      () => testOffice(DOCUMENT, [["META-INF/MANIFEST.MF", ""]]),
      "damaged",
    ],
    ["a document with a program", "a.docx", () => testOffice(DOCUMENT, [["word/a.exe", "MZ"]]), "damaged"],
    [
      "a document with macros",
      "a.docm",
      () => testOfficeOf("application/vnd.ms-word.document.macroEnabled.main+xml", [["word/document.xml", ""]]),
      "macros",
    ],
    [
      "a document with macros called docx",
      "a.docx",
      () => testOffice(DOCUMENT, [["word/vbaProject.bin", "x"]]),
      "macros",
    ],
    [
      "a sheet with macros",
      "a.xlsm",
      () => testOfficeOf("application/vnd.ms-excel.sheet.macroEnabled.main+xml", [["xl/workbook.xml", ""]]),
      "macros",
    ],
    ["a document with controls", "a.docx", () => testOffice(DOCUMENT, [["word/activeX/activeX1.bin", "x"]]), "macros"],
    [
      "a document of LibreOffice with macros",
      "a.odt",
      () => testOpenDocument("text", [["Basic/Standard/Module1.xml", "x"]]),
      "macros",
    ],
    [
      "a document of LibreOffice with Python",
      "a.ods",
      () => testOpenDocument("spreadsheet", [["Scripts/python/a.py", "x"]]),
      "macros",
    ],
    ["a template that is not kept", "a.ott", () => testOpenDocument("text-template"), "type-refused"],
    [
      "a book",
      "a.epub",
      () =>
        testZip([
          ["mimetype", "application/epub+zip"],
          ["content.xml", ""],
        ]),
      "type-refused",
    ],
    ["a document cut short", "a.docx", () => testOffice(DOCUMENT).subarray(0, -40), "damaged"],
    ["a document with a path upwards", "a.docx", () => testOffice(DOCUMENT, [["../../.bashrc", "x"]]), "damaged"],
    [
      "a document that unpacks to 201 MB",
      "a.odt",
      () => testOpenDocument("text", [["Pictures/a", Buffer.alloc(201_000_000)]]),
      "damaged",
    ],
    [
      "the types of a document that unpack to 20 MB",
      "a.docx",
      () =>
        testZip([
          ["[Content_Types].xml", " ".repeat(20_000_000)],
          ["word/a.xml", ""],
        ]),
      "type-refused",
    ],
    ["an old document", "a.doc", () => bytes(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${"\0".repeat(600)}`), "type-refused"],
    ["rich text", "a.rtf", () => "{\\rtf1 a}", "type-refused"],
    ["rich text called a text", "a.txt", () => "{\\rtf1\\object a}", "type-refused"],
    ["a compressed file", "a.gz", () => gzipSync("a"), "type-refused"],
    ["another archive", "a.rar", () => bytes("Rar!\x1a\x07\x01\0"), "type-refused"],
    ["another archive still", "a.7z", () => bytes("7z\xbc\xaf\x27\x1c\0\x04"), "type-refused"],
  ])("%s", async (_, name, make, expected) => expect(await outcome(name, make)).toBe(expected));
});

describe("images, sounds and films that are not kept", () => {
  test.each<[string, string, Make, string]>([
    ["a PNG of 400 million pixels", "a.png", () => pngOf(20_000, 20_000), "image-refused"],
    [
      "a PNG cut short",
      "a.png",
      async () => (await testImage(600, 600).png().toBuffer()).subarray(0, 500),
      "image-refused",
    ],
    [
      "an AVIF of 3,600 million pixels",
      "a.avif",
      async () => {
        const avif = await small("avif");
        avif.set([0, 0, 234, 96, 0, 0, 234, 96], avif.indexOf("ispe") + 8);
        return avif;
      },
      "image-refused",
    ],
    ["a photograph of an iPhone", "a.heic", () => bytes("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "type-refused"],
    [
      "a photograph of an iPhone called JPEG",
      "a.jpg",
      () => bytes("\0\0\0\x18ftypmif1\0\0\0\0mif1heic"),
      "type-refused",
    ],
    ["a bitmap", "a.bmp", () => bytes(`BM\x46\0\0\0\0\0\0\0\x36\0\0\0${"\0".repeat(60)}`), "type-refused"],
    ["a Photoshop document", "a.psd", () => bytes("8BPS\0\x01"), "type-refused"],
    ["an icon", "a.ico", () => bytes("\0\0\x01\0\x01\0\x10\x10"), "type-refused"],
    ["a film of QuickTime", "a.mov", () => testMp4("qt  "), "type-refused"],
    ["a film of Matroska", "a.webm", () => testWebm("matroska"), "type-refused"],
    ["a film of Ogg", "a.ogg", () => testOgg("\x80theora"), "type-refused"],
    ["a film of Windows", "a.avi", () => bytes("RIFF\0\0\0\0AVI LIST"), "type-refused"],
    ["a sound without loss", "a.flac", () => bytes("fLaC\0\0\0\x22"), "type-refused"],
    ["a film without an index", "a.mp4", () => testMp4("isom").subarray(0, 24), "damaged"],
    ["a film of 11 MB", "a.mp4", () => Buffer.concat([testMp4("isom"), Buffer.alloc(11_000_000)]), "too-large"],
    ["a PDF of 11 MB", "a.pdf", () => Buffer.concat([testPdf(), Buffer.alloc(11_000_000)]), "too-large"],
    ["a text of 11 MB", "a.txt", () => "a".repeat(11_000_000), "too-large"],
    ["an image of 26 MB", "a.jpg", async () => followed(small("jpeg"), Buffer.alloc(26_000_000)), "too-large"],
  ])("%s", async (_, name, make, expected) => expect(await outcome(name, make)).toBe(expected));
});

test.each<[string, Make, string]>([
  [
    "IMG_1.HEIC",
    () => bytes("\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
    "« IMG_1.HEIC » est une photo au format HEIC, que les navigateurs ne lisent pas. Exportez-la en JPEG, puis envoyez cette copie. Sur un iPhone : Réglages, Appareil photo, Formats, « Le plus compatible ».",
  ],
  [
    "a\u202e\r\nb.pdf",
    () => Buffer.alloc(11_000_000),
    "« ab.pdf » dépasse 10 Mo. Allégez-le, par exemple en l’exportant en PDF de taille réduite ; déposez un film sur une plateforme vidéo et donnez son adresse dans un bloc vidéo.",
  ],
  [
    "",
    () => "",
    "Ce fichier est un fichier vide. Vérifiez le fichier sur votre ordinateur, puis envoyez-le à nouveau.",
  ],
  [
    "a.png",
    () => pngOf(20_000, 20_000),
    "« a.png » dépasse 50 millions de pixels. Ouvrez l’image sur votre ordinateur, enregistrez-en une copie plus petite en JPEG ou en PNG, puis envoyez cette copie.",
  ],
])("says of %j what it is and what to do", async (name, make, message) => {
  const made = Buffer.from((await make()) as Uint8Array);
  await expect(prepareUpload({ name, bytes: made }, pool)).rejects.toMatchObject({ name: "UploadError", message });
});
