/** A day, and a time of day when there is one: the browser's own controls, in its language, on every phone. */
import { type ChangeEvent, Component, createElement, Fragment } from "react";
import type { ControlProps } from "./control.ts";

const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?)?$/;

export class DateControl extends Component<ControlProps<string>> {
  override componentDidMount(): void {
    if (this.props.value === "{{now}}") this.props.onChange(today());
  }

  override render() {
    const { value = "", forID, classNameWrapper, isDisabled } = this.props;
    const parts = LOCAL.exec(value);
    // A date with an offset, as an import may write it, is shown as it stands.
    if (value !== "" && value !== "{{now}}" && !parts)
      return createElement("input", {
        id: forID,
        className: classNameWrapper,
        value,
        disabled: isDisabled,
        onChange: this.#write,
      });
    const [, day = "", time = ""] = parts ?? [];
    return createElement(
      "div",
      { className: classNameWrapper },
      createElement("div", { className: "pv-date" }, this.#inputs(value, day, time)),
    );
  }

  #inputs(value: string, day: string, time: string) {
    const { forID, isDisabled, setActiveStyle, setInactiveStyle, field } = this.props;
    const shared = { disabled: isDisabled, onFocus: setActiveStyle, onBlur: setInactiveStyle };
    return createElement(
      Fragment,
      null,
      createElement("input", {
        ...shared,
        id: forID,
        type: "date",
        value: day,
        onChange: (event: ChangeEvent<HTMLInputElement>) => this.#set(event.target.value, time),
      }),
      createElement(
        "label",
        null,
        "heure ",
        createElement("input", {
          ...shared,
          type: "time",
          value: time,
          "aria-label": `${field.get("label")} : heure`,
          onChange: (event: ChangeEvent<HTMLInputElement>) => this.#set(day, event.target.value),
        }),
      ),
      value !== "" &&
        field.get("required") === false &&
        createElement("button", { type: "button", onClick: () => this.props.onChange("") }, "Effacer"),
    );
  }

  #write = (event: ChangeEvent<HTMLInputElement>) => this.props.onChange(event.target.value);

  #set(day: string, time: string): void {
    this.props.onChange(day && time ? `${day} ${time}` : day);
  }
}

/** Today on this clock, as dates are written. */
function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
