/** Decap's `markdown` widget, made lossless. */
import markdownWidget from "decap-cms-widget-markdown";
import withBlocks from "decap-cms-widget-markdown/dist/esm/MarkdownControl/plugins/blocks/withBlocks";
import withInlines from "decap-cms-widget-markdown/dist/esm/MarkdownControl/plugins/inlines/withInlines";
import withLists from "decap-cms-widget-markdown/dist/esm/MarkdownControl/plugins/lists/withLists";
import withShortcodes from "decap-cms-widget-markdown/dist/esm/MarkdownControl/plugins/shortcodes/withShortcodes";
import { markdownToSlate, slateToMarkdown } from "decap-cms-widget-markdown/dist/esm/serializers";
import { createEditor } from "slate";
import { losslessControl } from "../widgets/lossless-control.ts";

const OPTIONS = { voidCodeBlock: false };

/** The widget under the name that forms use. */
export const richEditor = {
  ...markdownWidget.Widget(),
  name: "markdown",
  controlComponent: losslessControl(markdownWidget.controlComponent, rewrite),
};

/** What the widget writes for a text once something in it was touched: it then joins lists that stand side by side. */
function rewrite(markdown: string): string {
  const editor = withShortcodes(withBlocks(withLists(withInlines(createEditor()))));
  editor.children = markdownToSlate(markdown, OPTIONS);
  editor.normalizeNode([editor, []]);
  return slateToMarkdown(editor.children, OPTIONS);
}
