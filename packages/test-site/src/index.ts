/** For tests only: a site whose whole content stands in the test, built with a plain theme. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Builder, type BuildRequest, type BuildResult, openBuilder } from "@pivert/builder";

const THEMES = join(dirname(fileURLToPath(import.meta.url)), "..", "themes");
/** Theme bundles and images are shared by all tests, as they are by all sites. */
const CACHE = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "data", "test-cache");

const SITE = "name: Essai\nurl: https://essai.example\ntheme: { name: plain }\n";

export interface TestSite extends AsyncDisposable {
  /** The site's folder. */
  folder: string;
  out: string;
  write(file: string, content: string | Uint8Array): void;
  remove(file: string): void;
  build(options?: Partial<BuildRequest>): Promise<BuildResult>;
  /** Ends the builder, as the end of a process does: the next build reads its state from disk. */
  release(): void;
  /** A file of the output, as text. */
  read(file: string): string;
  /** Every file of the output with its bytes, by path. */
  output(): Map<string, string>;
}

export interface TestSiteOptions {
  /** Where themes are looked for; the plain theme's folder unless told. */
  themes?: string;
  cache?: string;
}

/**
 * Makes a temporary site.
 * @param files content by path; `site.yaml` is a small one unless given
 */
export function testSite(
  files: Record<string, string | Uint8Array>,
  { themes = THEMES, cache = CACHE }: TestSiteOptions = {},
): TestSite {
  const root = mkdtempSync(join(tmpdir(), "pivert-site-"));
  const folder = join(root, "content");
  const out = join(root, "out");
  let builder: Builder | undefined;
  const write: TestSite["write"] = (file, content) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  for (const [file, content] of Object.entries({ "site.yaml": SITE, ...files })) write(file, content);
  return {
    folder,
    out,
    write,
    remove: (file) => rmSync(join(folder, file)),
    build(options) {
      builder ??= openBuilder({ themes, cache, media: join(root, "media") });
      return builder.build({ name: "essai", source: { folder }, out, ...options });
    },
    release() {
      builder?.close();
      builder = undefined;
    },
    read: (file) => readFileSync(join(out, "site", file), "utf8"),
    output: () => readOutput(join(out, "site")),
    async [Symbol.asyncDispose]() {
      builder?.close();
      if (process.env.KEEP) cpSync(root, join(process.env.KEEP, "site"), { recursive: true });
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Every file of a folder with its bytes as Latin-1 text, by path. */
export function readOutput(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [path.slice(folder.length + 1), readFileSync(path, "latin1")])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A front matter and a text as an entry's file. */
export function entry(fields: Record<string, unknown>, text = "Un texte."): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\n${lines.join("\n")}\n---\n${text}\n`;
}
