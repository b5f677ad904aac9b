import { describe, expect, test } from "vitest";
import { recogniseText } from "./recognise-text.ts";
import { testTrack } from "./testing/test-documents.ts";

const CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-ALT-DESC;FMTTYPE=text/html:<html>Été</html>\r\nEND:VCALENDAR\r\n";

/** What it is kept as, and the text. */
function kept(bytes: Uint8Array, name: string) {
  const found = recogniseText(bytes, name);
  if (found === undefined || "code" in found) return found?.code;
  return [found.type, Buffer.from(found.bytes).toString()];
}

describe("recogniseText", () => {
  test.each<[string, Buffer, string, string, string]>([
    ["a list", Buffer.from("nom;âge\nZoé;7\n"), "liste.CSV", "text/csv", "nom;âge\nZoé;7\n"],
    ["a list with a byte order mark", Buffer.from("\ufeffnom;âge\n"), "a.csv", "text/csv", "\ufeffnom;âge\n"],
    ["a list of Excel's, in windows-1252", Buffer.from("Zo\xe9;5 \x80\n", "latin1"), "a.csv", "text/csv", "Zoé;5 €\n"],
    ["a list of Excel's, in UTF-16", Buffer.from("\ufeffZoé\t7\n", "utf16le"), "a.csv", "text/csv", "Zoé\t7\n"],
    [
      "a text",
      Buffer.from("2 < 3, a<b, <alice@example.org>\n"),
      "a.txt",
      "text/plain",
      "2 < 3, a<b, <alice@example.org>\n",
    ],
    ["a calendar, whatever its name", Buffer.from(CALENDAR), "a.txt", "text/calendar", CALENDAR],
    ["a track, whatever its name", Buffer.from(testTrack()), "a.xml", "application/gpx+xml", testTrack()],
  ])("keeps %s", (_, bytes, name, type, text) => expect(kept(bytes, name)).toEqual([type, text]));

  test("keeps the very bytes of UTF-8", () => {
    const bytes = Buffer.from("\ufeffnom;âge\r\n");
    expect(recogniseText(bytes, "a.csv")).toMatchObject({ bytes });
  });

  test.each<[string, string | Buffer, string, string | undefined]>([
    ["a text that is called nothing", "Bonjour", "lisezmoi", undefined],
    ["a script", "alert(1)", "a.js", undefined],
    ["a style sheet", "a{}", "a.css", undefined],
    ["zeros", "a\0b", "a.txt", undefined],
    ["bytes", Buffer.from([0xe9, 0x01, 0x02, 0xff]), "a.txt", undefined],
    ["a text in UTF-16 without a mark", Buffer.from("bonjour", "utf16le"), "a.txt", undefined],
    ["a page", "<!DOCTYPE html><p>", "a.txt", "type-refused"],
    ["a page after blanks and a mark", "\ufeff \n<p onclick=alert(1)>", "a.csv", "type-refused"],
    ["a page in UTF-16", Buffer.from("\ufeff<script>alert(1)</script>", "utf16le"), "a.txt", "type-refused"],
    ["a page further down", `${"a;b\n".repeat(5000)}<sCrIpT >alert(1)</script>`, "a.csv", "type-refused"],
    ["a calendar cut short", CALENDAR.slice(0, 60), "a.ics", "damaged"],
    ["a track cut short", testTrack().slice(0, -9), "a.gpx", "type-refused"],
    ["a track with a type", testTrack("", "", '<!DOCTYPE gpx [<!ENTITY a "b">]>'), "a.gpx", "type-refused"],
    ["a track with a style sheet", testTrack("", "", '<?xml-stylesheet href="a.xsl"?>'), "a.gpx", "type-refused"],
    [
      "a track in another encoding",
      testTrack("", "", '<?xml version="1.0" encoding="UTF-7"?>'),
      "a.gpx",
      "type-refused",
    ],
    ["a track with HTML", testTrack('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'), "a.gpx", "type-refused"],
    [
      "a track with HTML, hidden",
      testTrack("", ' xmlns:h = "http://www.w3.org/1999/xht&#109;l"'),
      "a.gpx",
      "type-refused",
    ],
    [
      "a track with HTML under an odd prefix",
      testTrack("", " xmlns:é='http://www.w3.org/1999/xhtml'"),
      "a.gpx",
      "type-refused",
    ],
    ["a track with a drawing", testTrack('<svg xmlns="http://www.w3.org/2000/svg"/>'), "a.gpx", "type-refused"],
  ])("does not keep %s", (_, text, name, expected) => expect(kept(Buffer.from(text), name)).toBe(expected));

  test("takes a time that grows with the text's length, not its square", () => {
    const start = performance.now();
    for (const unit of ["<", " ", "xmlns", "\n<", "<!--", '<?xml encoding="', "<gpx ", "BEGIN:VCALENDAR ", "<script"]) {
      for (const prefix of ["", "<gpx ", "BEGIN:VCALENDAR\n"]) {
        recogniseText(Buffer.from(prefix + unit.repeat(2_000_000 / unit.length)), "a.txt");
      }
    }
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});
