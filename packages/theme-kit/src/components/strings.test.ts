import { describe, expect, it } from "vitest";
import { strings } from "./strings.ts";

describe("strings", () => {
  it("falls back to the language, then to French", () => {
    expect(strings("en-GB").home).toBe("Home");
    expect(strings("oc").home).toBe("Acuèlh");
    expect(strings("br").home).toBe("Accueil");
  });

  it("has no empty text and no plain space before French punctuation", () => {
    for (const text of Object.values(strings("fr"))) {
      if (typeof text !== "string") continue;
      expect(text).not.toBe("");
      expect(text).not.toMatch(/ [:;!?»]|« /);
    }
  });
});
