/** Puts HTML in the place of a text's shortcodes; what nothing of ours replaces loses its brackets and is told. */
import type { ContentContext } from "./content-context.ts";
import { FAMILIES, PLUGIN_TAGS, SHORTCODES } from "./shortcode-table.ts";
import { replaceShortcodes } from "./shortcodes.ts";

/** @param depth how many shortcodes enclose this text: beyond a limit it is left as it is */
export function expandShortcodes(text: string, context: ContentContext, depth = 0): string {
  if (depth > MAX_DEPTH) return text;
  return replaceShortcodes(text, isShortcode, (code) => {
    const inner = code.content === undefined ? "" : expandShortcodes(code.content, context, depth + 1);
    const make = makerOf(code.tag);
    if (make) return make({ ...code, inner }, context);
    context.notice("lost", `code court [${code.tag}]${inner.trim() === "" ? "" : ", dont le texte est gardé"}`);
    return inner;
  });
}

const MAX_DEPTH = 30;

function isShortcode(tag: string): boolean {
  return makerOf(tag) !== undefined || PLUGIN_TAGS.test(tag);
}

function makerOf(tag: string) {
  return Object.hasOwn(SHORTCODES, tag) ? SHORTCODES[tag] : FAMILIES.find(([prefix]) => prefix.test(tag))?.[1];
}
