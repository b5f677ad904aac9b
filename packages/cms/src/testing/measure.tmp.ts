import { chromium } from "playwright";
import { buildCms } from "../build-bundle.ts";
import { startMemoryServer } from "./memory-server.ts";
import { siteConfig, siteFiles } from "./site-files.ts";
const editor = process.argv[2] as "markdown"; const only = process.argv[3];
const { folder } = await buildCms({ cache: "/tmp/cms-cache", editor });
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"] });
const t0 = Date.now(); let exact = 0, total = 0, none = 0;
for (const site of ["roues-libres", "festival-des-lisieres", "quartier-des-glycines", "guide"]) {
  const files = siteFiles(site);
  if (!files["site.yaml"]) continue;
  const s = await startMemoryServer({ bundle: folder, config: siteConfig(files), files });
  const page = await b.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("pageerror", (e) => console.log("PAGEERROR", e.stack?.slice(0, 600)));
  page.on("dialog", (d) => d.accept());
  await page.goto(s.url);
  await page.waitForSelector("text=Rubriques");
  for (const [path, text] of Object.entries(files)) {
    const m = /^(?:(en|oc)\/)?(pages|posts|events|albums|documents|people|partners)\/(.*)\.md$/.exec(path);
    if (!m || (only && !path.includes(only))) continue;
    const coll = (m[1] ? m[1] + "-" : "") + m[2];
    await page.evaluate((h) => { location.hash = h; }, `#/collections/${coll}/entries/${m[3]}`);
    const sel = "[data-slate-editor=true]";
    try { await page.waitForSelector(sel, { timeout: 8000 }); } catch { console.log("NO EDITOR", path); continue; }
    await page.waitForTimeout(150);
    await page.waitForTimeout(50);
    const placed = await page.evaluate((sel) => {
      const root = document.querySelector(sel) as HTMLElement;
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let n = walker.nextNode(); n; n = walker.nextNode()) {
        const el = n.parentElement!;
        if (!el.closest("[data-slate-string=true]") || el.closest("[contenteditable=false]")) continue;
        const mm = /[a-zé]{4,}/i.exec(n.textContent ?? "");
        if (!mm) continue;
        root.focus();
        const r = document.createRange(); r.setStart(n, mm.index + 2); r.collapse(true);
        const s = getSelection()!; s.removeAllRanges(); s.addRange(r);
        return true;
      }
      return false;
    }, sel);
    if (!placed) { none++; await page.evaluate(() => { location.hash = "#/workflow"; }); await page.waitForTimeout(100); continue; }
    await page.waitForTimeout(50);
    await page.keyboard.type("zqz");
    await page.waitForTimeout(100);
    await page.click("text=Enregistrer");
    const key = `${coll}/${m[3]}`;
    for (let i = 0; i < 60 && !s.drafts.has(key); i++) await page.waitForTimeout(50);
    const d = s.drafts.get(key);
    total++;
    const saved = d?.files.get(path)?.text ?? "(not saved) ";
    if (saved.replace("zqz", "") === text && saved !== text) exact++;
    else {
      console.log("DIFF", site, path); if (saved.startsWith("(not")) { await page.screenshot({ path: "/tmp/shots/notsaved.png" }); console.log(s.log.slice(-5).join(" ")); }
      const o = text.split("\n"), n = saved.replace("zqz", "").split("\n");
      const os = new Set(o), ns = new Set(n);
      console.log(o.filter((x) => !ns.has(x)).map((x) => " - " + x.slice(0, 200)).slice(0, 6).join("\n"));
      console.log(n.filter((x) => !os.has(x)).map((x) => " + " + x.slice(0, 200)).slice(0, 6).join("\n"));
    }
    await page.evaluate(() => { location.hash = "#/workflow"; });
    await page.waitForTimeout(100);
  }
  await page.close(); await s.close();
}
console.log(editor, { total, exact, none, seconds: (Date.now() - t0) / 1000 });
await b.close();
