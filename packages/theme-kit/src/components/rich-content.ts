/** Whether a page needs the styles that plain texts do without. */
import type { View } from "../views.ts";

/** Elements and classes that `rich-content.css` dresses. */
const RICH = /<(?:figure|table|details|pre|code|kbd|mark|su[bp]|form|audio|video)\b|class="/;

export function hasRichContent(view: View): boolean {
  if (view.kind === "notFound") return false;
  if (view.kind === "list") return view.bodies.some((body) => RICH.test(body));
  if (view.kind === "entry" && (view.photos.length > 0 || view.entry.document)) return true;
  return RICH.test(view.body);
}
