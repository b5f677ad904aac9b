/** Which entry of the main language this one translates: its file, chosen by its title. */
import { type ChangeEvent, Component, createElement } from "react";
import { postJson } from "../editing-api.ts";
import type { EntryAnswer } from "../protocol.ts";
import type { ControlProps } from "./control.ts";

interface State {
  entries: { path: string; title: string }[];
}

export class TranslationControl extends Component<ControlProps<string>, State> {
  override state: State = { entries: [] };

  override async componentDidMount(): Promise<void> {
    const folder = this.props.field.get("collection") ?? "";
    const params = { folder, extension: "md", depth: 10 };
    const answer = (await postJson("/api/entries", {
      branch: "main",
      action: "entriesByFolder",
      params,
    })) as EntryAnswer[];
    const entries = answer.map(({ file, data }) => ({ path: file.path, title: titleOf(data ?? "") ?? file.path }));
    this.setState({ entries: entries.sort((a, b) => a.title.localeCompare(b.title, "fr")) });
  }

  override shouldComponentUpdate(): boolean {
    return true;
  }

  override render() {
    const { value = "", forID, classNameWrapper, isDisabled } = this.props;
    const { entries } = this.state;
    const known = value === "" || entries.some(({ path }) => path === value);
    return createElement(
      "select",
      {
        id: forID,
        className: classNameWrapper,
        value,
        disabled: isDisabled,
        onChange: (event: ChangeEvent<HTMLSelectElement>) => this.props.onChange(event.target.value),
      },
      createElement("option", { value: "" }, "Aucune"),
      !known && createElement("option", { value }, value),
      entries.map(({ path, title }) => createElement("option", { key: path, value: path }, title)),
    );
  }
}

/** The title in a front matter, without reading the rest of it. */
function titleOf(text: string): string | undefined {
  return /^title:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n]*))$/m
    .exec(text)
    ?.slice(1)
    .find((title) => title !== undefined)
    ?.trim();
}
