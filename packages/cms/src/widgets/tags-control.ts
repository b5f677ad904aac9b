/** A list of names: those already used on the site are proposed, others may be written. */
import { List } from "immutable";
import { type ChangeEvent, Component, createElement, Fragment, type KeyboardEvent } from "react";
import type { ControlProps } from "./control.ts";

type Names = List<string> | string[] | string;

interface State {
  typed: string;
}

export class TagsControl extends Component<ControlProps<Names>, State> {
  override state: State = { typed: "" };

  override shouldComponentUpdate(): boolean {
    return true;
  }

  override render() {
    const { classNameWrapper, field } = this.props;
    const names = namesOf(this.props.value);
    const suggestions = (field.get("suggestions")?.toArray() ?? []).filter((name) => !names.includes(name));
    return createElement(
      "div",
      { className: classNameWrapper },
      createElement("div", { className: "pv-tags" }, this.#tags(names, suggestions)),
    );
  }

  #tags(names: string[], suggestions: string[]) {
    const { forID, isDisabled, setActiveStyle, setInactiveStyle } = this.props;
    return createElement(
      Fragment,
      null,
      names.map((name) =>
        createElement(
          "span",
          { key: name, className: "pv-tag" },
          name,
          createElement(
            "button",
            {
              type: "button",
              disabled: isDisabled,
              "aria-label": `Retirer ${name}`,
              onClick: () => this.#set(names.filter((other) => other !== name)),
            },
            "×",
          ),
        ),
      ),
      createElement("input", {
        id: forID,
        list: `${forID}-names`,
        value: this.state.typed,
        disabled: isDisabled,
        autoComplete: "off",
        placeholder: names.length === 0 ? "Écrivez un nom, puis Entrée" : "Ajouter",
        onFocus: setActiveStyle,
        onBlur: () => {
          this.#add(this.state.typed);
          setInactiveStyle();
        },
        onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
          // A comma ends a name; one chosen from the list is whole.
          if (target.value.includes(",") || suggestions.includes(target.value)) this.#add(target.value);
          else this.setState({ typed: target.value });
        },
        onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
          if (event.key === "Enter") {
            event.preventDefault();
            this.#add(this.state.typed);
          } else if (event.key === "Backspace" && this.state.typed === "" && names.length > 0) {
            this.#set(names.slice(0, -1));
          }
        },
      }),
      createElement(
        "datalist",
        { id: `${forID}-names` },
        suggestions.map((name) => createElement("option", { key: name, value: name })),
      ),
    );
  }

  #add(typed: string): void {
    const names = namesOf(this.props.value);
    const added = typed
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !names.includes(name));
    this.setState({ typed: "" });
    if (added.length > 0) this.#set([...names, ...new Set(added)]);
  }

  #set(names: string[]): void {
    this.props.onChange(List(names));
  }
}

function namesOf(value: Names | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return value === "" ? [] : [value];
  return [...value].map(String);
}
