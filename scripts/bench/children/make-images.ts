/** Makes every variant of photographs as a build does, and tells what it took: `{ wall, cpu, bytes, files }` as JSON. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { openImageCache, planImage } from "../../../packages/assets/src/index.ts";
import { childrenOf, cpuOf } from "../proc.ts";

const [cacheFolder = "", ...files] = process.argv.slice(2);
const bytes: Record<string, number> = {};
let made = 0;
const started = performance.now();
const cache = openImageCache(cacheFolder);
await Promise.all(files.map(makeVariants));
const wall = (performance.now() - started) / 1000;
// Image processes live on for a while: those that have ended count in our own times, the others are asked.
const pid = String(process.pid);
const cpu = [pid, ...childrenOf(process.pid)].reduce((sum, process) => sum + cpuOf(process), 0);
process.stdout.write(JSON.stringify({ wall, cpu, bytes, files: made }));
process.exit(0);

async function makeVariants(file: string): Promise<void> {
  const content = readFileSync(file);
  const oid = createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
  const load = async () => content;
  const probe = await cache.probe(oid, load);
  if ("refused" in probe) throw new Error(`${file} ${probe.refused}`);
  bytes.original = (bytes.original ?? 0) + content.length;
  for (const variant of planImage(probe, oid, file).variants) {
    const path = await cache.variant(variant, load);
    bytes[variant.format] = (bytes[variant.format] ?? 0) + statSync(path).size;
    made++;
  }
}
