import { expect, it } from "vitest";
import { languageName } from "./language-names.ts";

it("names languages in themselves", () => {
  expect(["fr", "en", "oc", "br"].map(languageName)).toEqual(["Français", "English", "Occitan", "Brezhoneg"]);
});
