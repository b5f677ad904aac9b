/** Letters that went through the wrong encoding, mended where nothing is lost by it. */

/** The letters of Windows-1252 that lie elsewhere than in Latin-1. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
/** How a letter of two or more bytes looks when each byte was taken for a letter. */
const MOJIBAKE =
  /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€‚„][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Å[\u0080-\u00bf“’¡]/;

export interface RepairedText {
  text: string;
  /** Whether it was doubly encoded. */
  mended: boolean;
}

/**
 * Control characters of Windows-1252 become the letters they meant; a line that is UTF-8 read as Windows-1252 is read
 * again, when all of it can be.
 */
export function repairText(written: string): RepairedText {
  let mended = false;
  const text = written
    .split("\n")
    .map((line) => {
      if (!MOJIBAKE.test(line)) return line;
      const again = readAgain(line);
      if (again === undefined || MOJIBAKE.test(again)) return line;
      mended = true;
      return again;
    })
    .join("\n")
    .replace(/[\u0080-\u009f]/g, (letter) => WINDOWS[letter.charCodeAt(0) - 0x80] ?? letter)
    // What XML and pages may not hold.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return { text, mended };
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** A line's letters as the bytes they were, read as UTF-8; each run by itself, so that sound letters may stand beside. */
function readAgain(line: string): string | undefined {
  let failed = false;
  const again = line.replace(/[\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2,}/g, (run) => {
    const bytes = Uint8Array.from([...run].map(byteOf));
    try {
      return UTF8.decode(bytes);
    } catch {
      failed ||= MOJIBAKE.test(run);
      return run;
    }
  });
  return failed ? undefined : again;
}

function byteOf(letter: string): number {
  const place = WINDOWS.indexOf(letter);
  return place === -1 ? letter.charCodeAt(0) & 0xff : 0x80 + place;
}
