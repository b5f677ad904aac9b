/** Decap's `markdown` widget, made lossless. */
import markdownWidget from "decap-cms-widget-markdown";
import { markdownToSlate, slateToMarkdown } from "decap-cms-widget-markdown/dist/esm/serializers";
import { losslessControl } from "../widgets/lossless-control.ts";

const OPTIONS = { voidCodeBlock: false };

/** The widget under the name that forms use. */
export const richEditor = {
  ...markdownWidget.Widget(),
  name: "markdown",
  controlComponent: losslessControl(markdownWidget.controlComponent, (markdown) =>
    slateToMarkdown(markdownToSlate(markdown, OPTIONS), OPTIONS),
  ),
};
