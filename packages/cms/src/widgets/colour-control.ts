/** A colour such as `#1f6f54`, with the browser's own picker. */
import { type ChangeEvent, Component, createElement } from "react";
import type { ControlProps } from "./control.ts";

export class ColourControl extends Component<ControlProps<string>> {
  override render() {
    const { value = "", forID, classNameWrapper, isDisabled, field } = this.props;
    const shown = /^#[0-9a-f]{6}$/i.test(value) ? value : (field.get("default") ?? "#1f6f54");
    return createElement(
      "div",
      { className: classNameWrapper },
      createElement("input", {
        id: forID,
        type: "color",
        value: shown,
        disabled: isDisabled,
        onChange: (event: ChangeEvent<HTMLInputElement>) => this.props.onChange(event.target.value),
      }),
      createElement("code", null, ` ${shown}`),
    );
  }
}
