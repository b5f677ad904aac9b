/**
 * What a text holds that only the builder can write: pictures with their variants, players, facts about files. In the
 * sanitised HTML each stands as a mark of two private characters around its number, which no source text may hold.
 */

export type Slot =
  /** `<picture>`; `file` is a path in the site's folder. */
  | { kind: "image"; file: string; alt: string }
  /** The address of an image's largest variant, inside an attribute. */
  | { kind: "image-address"; file: string }
  /** `<audio controls>`. */
  | { kind: "audio"; file: string }
  /** The form that writes to the association. */
  | { kind: "contact"; title: string }
  /** `<video controls>`; `poster` is an image of the site. */
  | { kind: "video"; file: string; poster: string | undefined }
  /** `PDF, 120 Ko`. */
  | { kind: "file-facts"; file: string };

const OPEN = "\ue000";
const CLOSE = "\ue001";
/** The two characters, also as HTML and Markdown can spell them: `&#xE000;`, `&#57344`. */
const MARKS = /[\ue000\ue001]|&#(?:x0*e00[01](?![\da-f])|0*5734[45](?!\d));?/gi;

/** The text that stands for the slot of this number. */
export function slotMark(index: number): string {
  return OPEN + index + CLOSE;
}

/** Takes the marks out of a source text, so that nobody but us can write one. */
export function withoutMarks(source: string): string {
  return source.replace(MARKS, "\ufffd");
}

/**
 * Puts each slot's HTML in its place.
 * @param html sanitised HTML with marks
 * @param fill gives the HTML of a slot, built from validated values
 */
export function fillSlots(html: string, slots: readonly Slot[], fill: (slot: Slot, index: number) => string): string {
  if (slots.length === 0) return html;
  return html.replace(/\ue000(\d+)\ue001/g, (_, digits: string) => {
    const index = Number(digits);
    const slot = slots[index];
    return slot ? fill(slot, index) : "";
  });
}
