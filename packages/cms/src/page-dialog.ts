/** A dialog of ours over Decap's page. Texts are set as text: nothing here is HTML. */

export interface DialogOptions {
  title: string;
  paragraphs: string[];
  /** Shown in a box to scroll, such as another's version of a text. */
  quoted?: string;
  buttons: { label: string; primary?: boolean; action: () => void | Promise<void>; keepOpen?: boolean }[];
}

/** Opens a dialog; the function given back closes it. */
export function openDialog({ title, paragraphs, quoted, buttons }: DialogOptions): () => void {
  const dialog = document.createElement("dialog");
  dialog.className = "pv-dialog";
  const heading = append(dialog, "h2", title);
  heading.id = `pv-dialog-${Date.now()}`;
  dialog.setAttribute("aria-labelledby", heading.id);
  for (const text of paragraphs) append(dialog, "p", text);
  if (quoted !== undefined) append(dialog, "pre", quoted).tabIndex = 0;
  const row = append(dialog, "div", "");
  row.className = "pv-buttons";
  const close = () => dialog.remove();
  for (const { label, primary, action, keepOpen } of buttons) {
    const button = append(row, "button", label);
    button.setAttribute("type", "button");
    if (primary) button.className = "pv-primary";
    button.addEventListener("click", () => {
      if (!keepOpen) close();
      void action();
    });
  }
  // Escape would leave a save without an answer.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  return close;
}

function append(parent: HTMLElement, tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}
