import { describe, expect, test } from "vitest";
import { readFirstVisit } from "./first-visit.ts";

const page = (body: string, head = "") => `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;
const image = (name: string, more = 'loading="lazy"') =>
  `<picture><source type="image/avif" srcset="/${name}-480.avif 480w, /${name}-960.avif 960w" sizes="(min-width: 48rem) 44rem, 50vw">` +
  `<img src="/${name}-960.webp" srcset="/${name}-480.webp 480w" width="1600" height="1200" alt="" ${more}></picture>`;

describe("readFirstVisit", () => {
  test("counts elements, without comments or doctype", () => {
    expect(readFirstVisit(page("<!-- a --><h1>A &lt;b&gt;</h1><p>B<br>c</p>")).elements).toBe(6);
  });

  test("takes the stylesheet, the icon and scripts, each once, and nothing that is written in the page", () => {
    const head =
      '<link rel="stylesheet" href="/a.css"><link rel="icon" href="/i.webp"><link rel="canonical" href="/x/">';
    const body =
      '<img src="/i.webp" width="10" height="10" alt=""><img src="data:image/png;base64,AA" alt=""><script src="/s.js"></script>';
    expect(readFirstVisit(page(body, head)).loads).toEqual(["/a.css", "/i.webp", "/s.js"]);
  });

  test("takes the variant that a telephone takes, and one of each picture", () => {
    expect(readFirstVisit(page(image("a"))).loads).toEqual(["/a-480.avif"]);
    expect(readFirstVisit(page(image("a").replaceAll("50vw", "100vw"))).loads).toEqual(["/a-960.avif"]);
  });

  test("waits for images far below, unless they load at once", () => {
    const text = `<p>${"mot ".repeat(1500)}</p>`;
    expect(readFirstVisit(page(text + image("a") + image("b", 'fetchpriority="high"'))).loads).toEqual(["/b-480.avif"]);
    // What is folded takes no room.
    expect(readFirstVisit(page(`<details><p>${text}</p></details>${image("a")}`)).loads).toEqual(["/a-480.avif"]);
  });

  test("of thirty photographs takes the first ones", () => {
    const photos = Array.from({ length: 30 }, (_, index) => `<figure>${image(`p${index}`)}</figure>`).join("");
    const { loads } = readFirstVisit(page(photos));
    expect(loads.length).toBeGreaterThan(4);
    expect(loads.length).toBeLessThan(10);
  });
});
