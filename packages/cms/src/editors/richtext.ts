/** Decap's `richtext` widget, made lossless: built only to be measured beside the other by the round-trip test. */
import { DecapCmsCore as CMS } from "decap-cms-core";
import richtextWidget from "decap-cms-widget-richtext";
import { markdownToSlate, slateToMarkdown } from "decap-cms-widget-richtext/dist/esm/serializers";
import { losslessControl } from "../widgets/lossless-control.ts";

// Without one of its own, the widget adds a component for code that it then cannot read.
CMS.registerEditorComponent({ id: "code-block", label: "Code", type: "code-block", widget: "text" });

export const richEditor = {
  ...richtextWidget.Widget(),
  name: "markdown",
  controlComponent: losslessControl(richtextWidget.controlComponent, (markdown) => {
    const editorComponents = CMS.getEditorComponents();
    const options = { voidCodeBlock: true };
    return slateToMarkdown(markdownToSlate(markdown, { ...options, editorComponents }), options, editorComponents);
  }),
};
