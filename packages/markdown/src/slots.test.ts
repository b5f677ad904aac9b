import { expect, test } from "vitest";
import { fillSlots, type Slot, slotMark, withoutMarks } from "./slots.ts";

const IMAGE = { kind: "image", file: "media/a.jpg", alt: "A" } satisfies Slot;
const FACTS = { kind: "file-facts", file: "media/b.pdf" } satisfies Slot;

test("each slot is filled in its place", () => {
  const html = `<p>${slotMark(1)} et ${slotMark(0)}</p>`;
  expect(fillSlots(html, [IMAGE, FACTS], (slot, index) => `${index}:${"file" in slot && slot.file}`)).toBe(
    "<p>1:media/b.pdf et 0:media/a.jpg</p>",
  );
});

test("what fills a slot is taken as it stands", () => {
  expect(fillSlots(slotMark(0), [IMAGE], () => `$& $1 ${slotMark(0)}`)).toBe(`$& $1 ${slotMark(0)}`);
});

test("a mark without its slot is nothing", () => {
  expect(fillSlots(`a${slotMark(7)}b`, [IMAGE], () => "x")).toBe("ab");
  expect(fillSlots(`a${slotMark(7)}b`, [], () => "x")).toBe(`a${slotMark(7)}b`);
});

test.each([
  ["\ue0000\ue001", "\ufffd0\ufffd"],
  ["&#xE000;0&#xe001;", "\ufffd0\ufffd"],
  ["&#XE000;0&#Xe001;", "\ufffd0\ufffd"],
  ["&#x0000e000;", "\ufffd"],
  ["&#57344;0&#57345;", "\ufffd0\ufffd"],
  ["&#0057344;", "\ufffd"],
  ["&#57344a", "\ufffda"],
  ["&#xe000g", "\ufffdg"],
  ["&#xe0000;&#573440;&#xe002;&#57346;", "&#xe0000;&#573440;&#xe002;&#57346;"],
  ["\ue002 &#8239; é", "\ue002 &#8239; é"],
])("no source text holds a mark: %j", (source, expected) => {
  expect(withoutMarks(source)).toBe(expected);
});

test("100,000 halves of references", () => {
  for (const half of ["&#x0", "&#0", "&#xe00", "&#5734"]) {
    expect(withoutMarks(half.repeat(100_000))).toBe(half.repeat(100_000));
  }
  expect(withoutMarks(`&#x${"0".repeat(100_000)}e000`)).toBe("\ufffd");
});
