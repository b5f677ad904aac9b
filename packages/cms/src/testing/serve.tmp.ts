import { buildCms } from "../build-bundle.ts";
import { startMemoryServer } from "./memory-server.ts";
import { siteConfig, siteFiles, siteMedia } from "./site-files.ts";
const { folder } = await buildCms({ cache: "/tmp/cms-cache" });
const files = siteFiles("roues-libres");
const s = await startMemoryServer({ bundle: folder, config: siteConfig(files), files, media: siteMedia("roues-libres") });
console.log(folder, s.url);
