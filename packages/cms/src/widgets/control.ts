/** What Decap gives to the control of a field. */
import type { List } from "immutable";

export interface FieldSettings {
  get(name: "name" | "label" | "default"): string | undefined;
  get(name: "required"): boolean | undefined;
  get(name: "suggestions"): List<string> | undefined;
  get(name: "collection"): string | undefined;
}

export interface ControlProps<Value> {
  value?: Value;
  field: FieldSettings;
  forID: string;
  classNameWrapper: string;
  isDisabled?: boolean;
  onChange: (value: Value | undefined) => void;
  setActiveStyle: () => void;
  setInactiveStyle: () => void;
}
