import { expect, it } from "vitest";
import { phoneHref, phoneText } from "./phone.ts";

it("writes a number for machines and for people", () => {
  expect(phoneHref("+33 (5) 61-99-00-14")).toBe("tel:+33561990014");
  expect(phoneText("05 61 99 00 14")).toBe("05\u00a061\u00a099\u00a000\u00a014");
});
