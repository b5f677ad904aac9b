/** Wraps a rich text editor of Decap: what its user did not touch stays as it was in the file. */
import { Component, type ComponentClass, createElement } from "react";
import { mergeMarkdown } from "../round-trip.ts";
import type { ControlProps } from "./control.ts";

/** One of Decap's two rich editors; both keep their mode in their state. */
interface RichEditor extends Component<ControlProps<string>, { mode: "rich_text" | "raw" }> {
  focus?(): void;
}

/** What the editor writes for a text that it opens. */
export type Rewrite = (markdown: string, props: ControlProps<string>) => string;

/**
 * @param Editor the control of Decap's widget
 * @param rewrite its way from Markdown to its own tree and back
 */
export function losslessControl(
  Editor: ComponentClass<ControlProps<string>>,
  rewrite: Rewrite,
): ComponentClass<ControlProps<string>> {
  return class LosslessControl extends Component<ControlProps<string>> {
    #editor: RichEditor | null = null;
    /** The text that the visual editor was opened on, and what it writes for it unchanged. */
    #opened: { original: string; rewritten: string } | undefined;

    override shouldComponentUpdate(): boolean {
      return true;
    }

    focus(): void {
      this.#editor?.focus?.();
    }

    override render() {
      const receive = (editor: Component<ControlProps<string>> | null) => {
        this.#editor = editor as RichEditor | null;
      };
      return createElement(Editor, { ...this.props, ref: receive, onChange: this.#change });
    }

    #change = (written: string | undefined) => {
      if (this.#editor?.state.mode === "raw") {
        this.#opened = undefined;
        this.props.onChange(written);
        return;
      }
      const normalise = (markdown: string) => rewrite(markdown, this.props);
      this.#opened ??= open(this.props.value ?? "", normalise);
      const { original, rewritten } = this.#opened;
      this.props.onChange(mergeMarkdown(original, rewritten, written ?? "", { normalise }));
    };
  };
}

function open(original: string, normalise: (markdown: string) => string): { original: string; rewritten: string } {
  return { original, rewritten: normalise(original) };
}
