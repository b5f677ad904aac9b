import { describe, expect, test } from "vitest";
import { fateOf, sanitise } from "./sanitise.ts";
import { ADDRESS_PAYLOADS, SHAPE_PAYLOADS, TAG_PAYLOADS, TEXT_PAYLOADS, unsafeParts } from "./testing/hostile-html.ts";

/** What remains beside what other steps look after: ids (`transformTree`), marks and addresses with `\` (`resolveLink`). */
function remains(html: string): string[] {
  return unsafeParts(sanitise(html)).filter((part) => !/^id=|mark|\\|[\ue000\ue001]/.test(part));
}

describe("nothing hostile remains", () => {
  test.each([...TAG_PAYLOADS, ...SHAPE_PAYLOADS])("%j", (payload) => {
    expect(remains(payload)).toEqual([]);
    expect(remains(`<p>a ${payload} b</p><p title="x">c</p>`)).toEqual([]);
  });

  test.each(ADDRESS_PAYLOADS)("address %j", (payload) => {
    const quoted = payload.replaceAll('"', "&quot;");
    expect(remains(`<a href="${quoted}">x</a>`)).toEqual([]);
    expect(remains(`<q cite="${quoted}">x</q>`)).toEqual([]);
    expect(sanitise(`<img src="${quoted}">`)).toBe("");
  });

  test.each(TEXT_PAYLOADS)("text %j", (text) => {
    expect(remains(`<p title="${text}">${text}</p>`)).toEqual([]);
    expect(remains(`<p title='${text}' class=${text}>${text}</p>`)).toEqual([]);
  });
});

test("a scheme that an invisible character cuts is not made whole", () => {
  for (const invisible of ["\u0001", "\u0092", "\u007f", "\ufdd0"]) {
    expect(sanitise(`<a href="java${invisible}script:alert(1)">x</a>`)).toBe("<a>x</a>");
    expect(sanitise(`<p title="a${invisible}b">c${invisible}d</p>`)).toBe('<p title="ab">cd</p>');
  }
});

describe("what is kept", () => {
  test.each([
    ['<p id="a" lang="oc" dir="ltr" title="t">x</p>', undefined],
    ['<p class="figure evil poem">x</p>', '<p class="figure poem">x</p>'],
    ['<code class="language-js">x</code>', undefined],
    ['<a href="/a?b=c#d" rel="me" hreflang="fr" download="">x</a>', undefined],
    ['<a href="tel:+33561990012">x</a>', undefined],
    ['<ol start="3" reversed type="a"><li value="4">x</li></ol>', undefined],
    ['<input type="checkbox" checked disabled />', undefined],
    ['<input type="text" />', ""],
    ["<center>x</center>", "x"],
    ["<script>x</script>y", "y"],
    ["a &lt; b &amp; c &gt; d", undefined],
  ])("%s", (html, expected) => {
    expect(sanitise(html)).toBe(expected ?? html);
  });

  test.each([
    ["p", "kept"],
    ["center", "unwrapped"],
    ["form", "removed"],
    ["script", "dropped"],
    ["svg", "dropped"],
    ["constructor", "removed"],
  ])("fate of <%s>: %s", (tag, fate) => {
    expect(fateOf(tag)).toBe(fate);
  });
});
