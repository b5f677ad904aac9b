/** The command line as a person runs it: a process of its own, its words and its exit code. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../bin/pivert.mjs", import.meta.url));
const ROOT = join(dirname(MAIN), "..", "..", "..");
const SITE = "name: Essai\nurl: https://essai.example\ntheme: { name: clairiere }\n";

let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pivert-cli-"));
  // Bundles and images are those of the other tests; sites and builds are this test's own.
  mkdirSync(join(folder, "data"), { recursive: true });
  // Astro’s dev server behaves otherwise in the process of a test: this one is a person’s.
  env = {
    ...process.env,
    VITEST: undefined,
    NODE_ENV: undefined,
    PIVERT_SITES: join(folder, "sites"),
    PIVERT_DATA: join(folder, "data"),
    NO_COLOR: "1",
  };
  write("sites/un/site.yaml", SITE);
  write("sites/un/pages/index.md", "---\ntitle: Accueil\n---\nBonjour.\n");
  write("sites/deux/site.yaml", SITE);
  write("sites/deux/pages/lien.md", "---\ntitle: Lien\n---\n[mort](/nulle-part/)\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...args], { cwd: ROOT, env });
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(...args);
  let [out, err] = ["", ""];
  child.stdout?.on("data", (chunk) => (out += chunk));
  child.stderr?.on("data", (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

describe("pnpm build", () => {
  test.each([
    [[], /Usage/],
    [["frobnicate"], /There is no command « frobnicate »/],
    [["build"], /Choose what to build/],
    [["build", "--site=absent"], /There is no site « absent ».*Known: deux, un/],
    [["build", "--site=un", "--all"], /Choose what to build/],
    [["build", "--sight=un"], /--sight/],
    [["build", "--from=/nowhere/at/all"], /There is no folder/],
    [["start", "--port=http"], /« http » is no port/],
    [["toString"], /There is no command/],
  ])("%j is an error of usage: exit 2", async (args, message) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out + err).toMatch(message);
  });

  test("a site: files, report, exit 0, and a second build that has nothing to do", async () => {
    const out = join(folder, "out");
    const first = await run("build", "--site=un", `--out=${out}`);
    expect(first.code, first.err).toBe(0);
    expect(first.out).toMatch(/✓ un: \d+ pages, \d+ written/);
    expect(readFileSync(join(out, "site", "index.html"), "utf8")).toContain("Bonjour.");
    for (const suffix of ["br", "gz"]) expect(existsSync(join(out, "site", `index.html.${suffix}`))).toBe(true);
    const report = JSON.parse(readFileSync(join(out, "build.json"), "utf8"));
    expect(report).toMatchObject({
      site: "un",
      revision: null,
      pages: expect.arrayContaining([
        expect.objectContaining({ path: "/", file: "index.html", entry: "pages/index.md" }),
      ]),
    });
    const second = await run("build", "--site=un", `--out=${out}`);
    expect(second.out).toMatch(/✓ un: \d+ pages, nothing changed/);
  });

  test("warnings are printed and exit 0; --strict makes them exit 1", async () => {
    const args = ["build", "--site=deux", `--out=${join(folder, "strict")}`];
    const loose = await run(...args);
    expect(loose.code).toBe(0);
    expect(loose.out).toContain("warning pages/lien.md:4 nothing answers at /nulle-part/ [dead-link]");
    expect((await run(...args, "--strict")).code).toBe(1);
  });

  test("--json prints the report alone", async () => {
    const { out, code } = await run("build", "--site=un", `--out=${join(folder, "json")}`, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ site: "un" });
  });

  test("--all builds every site in workers; --force builds again", async () => {
    const out = join(folder, "all");
    const { code, out: text } = await run("build", "--all", `--out=${out}`);
    expect(code, text).toBe(0);
    expect(existsSync(join(out, "un", "site", "index.html")) && existsSync(join(out, "deux", "build.json"))).toBe(true);
    expect((await run("build", "--all", `--out=${out}`)).out.match(/nothing changed/g)).toHaveLength(2);
    expect((await run("build", "--all", `--out=${out}`, "--force")).out).not.toContain("nothing changed");
  });

  test("an error in an entry exits 1, one in site.yaml publishes nothing", async () => {
    write("broken/site.yaml", SITE);
    write("broken/pages/a.md", "---\ntitle: [\n---\n");
    const entry = await run("build", `--from=${join(folder, "broken")}`, `--out=${join(folder, "broken-out")}`);
    expect(entry.code).toBe(1);
    expect(entry.out).toMatch(/error pages\/a\.md:3 .*\[yaml-syntax\]/);
    write("worse/site.yaml", "name: X\n");
    const site = await run("build", `--from=${join(folder, "worse")}`, `--out=${join(folder, "worse-out")}`);
    expect(site.code).toBe(1);
    expect(site.out).toMatch(/✗ worse: nothing was published[\s\S]*site\.yaml:1 field url is missing/);
    expect(existsSync(join(folder, "worse-out", "site"))).toBe(false);
  });

  test("a folder that cannot be written is said in a sentence", async () => {
    // Root may write anywhere: a file in the place of the folder is refused to everybody.
    write("occupied", "a file");
    const { code, out, err } = await run("build", "--site=un", `--out=${join(folder, "occupied", "out")}`);
    expect(code).toBe(1);
    expect(out + err).toMatch(/is a file, not a folder|No permission/);
    if (process.getuid?.() !== 0) {
      mkdirSync(join(folder, "closed"), { mode: 0o500 });
      expect((await run("build", "--site=un", `--out=${join(folder, "closed", "out")}`)).out).toMatch(
        /No permission to use .*closed/,
      );
      chmodSync(join(folder, "closed"), 0o700);
    }
  });
});

describe("pnpm start", () => {
  const ask = (port: number, path: string, host = "un.localhost") =>
    new Promise<{ status: number; body: string; encoding?: string }>((resolve, reject) => {
      get(
        { host: "127.0.0.1", port, path, headers: { Host: `${host}:${port}`, "Accept-Encoding": "br" } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString("latin1"),
              encoding: response.headers["content-encoding"],
            }),
          );
        },
      ).on("error", reject);
    });

  test("serves the sites, shows a changed file after a reload, and stops cleanly on Ctrl-C", async () => {
    const child = start("start", "--port=0");
    let out = "";
    child.stdout?.on("data", (chunk) => (out += chunk));
    await expect.poll(() => out, { timeout: 60_000 }).toContain("Ctrl-C stops.");
    const port = Number(/http:\/\/un\.localhost:(\d+)\//.exec(out)?.[1]);
    expect((await ask(port, "/")).encoding).toBe("br");
    expect((await ask(port, "/absent/")).status).toBe(404);
    expect((await ask(port, "/mentions-legales")).status).toBe(301);
    expect((await ask(port, "/..%2f..%2fbuild.json")).status).toBe(404);
    write("sites/un/pages/nouvelle.md", "---\ntitle: Nouvelle\n---\nTout neuf.\n");
    await expect.poll(async () => (await ask(port, "/nouvelle/")).status, { timeout: 20_000 }).toBe(200);
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(out).toContain("Stopped.");
  });

  test("a port in use is a sentence that says what to do", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const { code, err } = await run("start", `--port=${port}`);
    server.close();
    expect(code).toBe(1);
    expect(err).toBe(`Port ${port} is in use. Stop what uses it, or choose another: --port=${port + 1}.\n`);
  });
});

test("pnpm dev shows a site under its theme, and a change of content", async () => {
  write("sites/un/pages/dev.md", "---\ntitle: Page de travail\n---\nAvant.\n");
  const child = start("dev", "--site=un", "--port=0");
  let out = "";
  child.stdout?.on("data", (chunk) => (out += chunk));
  await expect.poll(() => out, { timeout: 60_000 }).toContain("Ctrl-C stops.");
  const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(out)?.[0] ?? "";
  const page = async () => (await fetch(`${address}dev/`)).text();
  expect(await page()).toContain("Avant.");
  expect((await fetch(`${address}absent/`)).status).toBe(404);
  expect(await (await fetch(`${address}sitemap.xml`)).text()).toContain("https://essai.example/dev/");
  write("sites/un/pages/dev.md", "---\ntitle: Page de travail\n---\nAprès.\n");
  await expect.poll(page, { timeout: 20_000 }).toContain("Après.");
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  child.kill("SIGINT");
  expect(await ended).toBe(0);
});

test("pnpm build --revision reads a commit of the repository that the site lies in", async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=T", "-c", "user.email=t@t.example", ...args], {
      stdio: "pipe",
    });
  git("init", "-q");
  write("sites/un/pages/version.md", "---\ntitle: Version\n---\nPremière.\n");
  git("add", "sites");
  git("commit", "-qm", "un");
  write("sites/un/pages/version.md", "---\ntitle: Version\n---\nSeconde.\n");
  const out = join(folder, "revision");
  const { code, err } = await run("build", "--site=un", "--revision=HEAD", `--out=${out}`);
  expect(code, err).toBe(0);
  expect(readFileSync(join(out, "site", "version", "index.html"), "utf8")).toContain("Première.");
  expect(JSON.parse(readFileSync(join(out, "build.json"), "utf8")).revision).toMatch(/^[0-9a-f]{40}$/);
  expect((await run("build", "--site=un", "--revision=nope", `--out=${out}`)).out).toMatch(/has no commit "nope"/);
});
