/** The whole platform for the tests of a file: PostgreSQL, repositories, workers and the server, gone after the last. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Role } from "@pivert/accounts";
import type { ActionName, Answer, ErrorAnswer, Params, PublicationAnswer } from "@pivert/cms/protocol";
import type { Platform, PlatformEvent } from "@pivert/operations/platform";
import { afterAll, beforeAll } from "vitest";
import { addressOf, choosePort, type OpenedServer, openServer } from "../open-server.ts";
import { type Visit, Visitor } from "./visitor.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..");
const PASSWORD = "un bon mot de passe";

/** Files by path, by site. A site without `site.yaml` has a small one. */
export type TestSites = Record<string, Record<string, string>>;

export function siteYaml(name: string, more = ""): string {
  return `name: ${name}\nurl: https://${name}.example\ntheme: { name: plain }\n${more}`;
}

export function testPlatform(sites: TestSites) {
  const root = mkdtempSync(join(tmpdir(), "pivert-server-"));
  // Read when the platform is imported, which is why it is imported below.
  process.env.PIVERT_DATA = join(root, "data");
  process.env.PIVERT_SITES = join(root, "sites");
  process.env.PIVERT_THEMES = join(ROOT, "packages", "test-site", "themes");
  process.env.PIVERT_CACHE = join(ROOT, "data", "test-cache");
  const writeFile = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const [site, files] of Object.entries(sites))
    for (const [path, content] of Object.entries({ "site.yaml": siteYaml(site), ...files }))
      writeFile(`sites/${site}/${path}`, content);
  writeFile("bundle/index.html", "<!doctype html><title>Édition</title>");

  const events: PlatformEvent[] = [];
  let [port, people] = [0, 0];
  let platform: Platform;
  let server: OpenedServer;
  const origin = (name: string) => addressOf("localhost", port)(name);
  const open = async () => {
    const { openPlatform } = await import("@pivert/operations/platform");
    platform = await openPlatform({
      sites: Object.keys(sites),
      originOf: origin,
      onEvent: (event) => events.push(event),
    });
    server = await openServer({ platform, bundle: join(root, "bundle"), host: "localhost", port });
  };
  const close = async () => {
    await server?.close();
    await platform?.close();
  };
  beforeAll(async () => {
    port = await choosePort(0);
    await open();
  }, 120_000);
  afterAll(async () => {
    await close();
    rmSync(root, { recursive: true, force: true });
  }, 60_000);

  return {
    root,
    events,
    origin,
    open,
    close,
    get platform() {
      return platform;
    },
    /** Writes below the temporary root, such as `sites/velo/pages/index.md`. */
    writeFile,
    /** Runs git on a site's repository. */
    git: (site: string, ...command: string[]) =>
      execFileSync("git", [`--git-dir=${join(root, "data", "repos", `${site}.git`)}`, ...command], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim(),
    /** A new person with a role on a site, or none. */
    async person(role?: Role, site = Object.keys(sites)[0] ?? "", name = `Personne ${++people}`) {
      const email = `personne-${++people}@asso.example`;
      const person = await platform.accounts.createPerson({ name, email, password: PASSWORD });
      if (role === "host") await platform.accounts.setHost(person.id, true);
      else if (role) await platform.accounts.setRole(person.id, site, role);
      return { ...person, password: PASSWORD };
    },
    /** Logs in and opens a site's editing origin, step by step as a browser does. */
    async enter(email: string, site: string): Promise<Editor> {
      const visitor = new Visitor();
      const begun = await visitor.fetch(`${origin(`${site}.edit`)}/entrer`);
      const { search } = new URL(locationOf(begun));
      const posted = await visitor.fetch(`${origin("compte")}/connexion${search}`, {
        method: "POST",
        headers: { Origin: origin("compte") },
        body: new URLSearchParams({ email, password: PASSWORD }),
      });
      const known = await visitor.fetch(origin("compte") + locationOf(posted));
      if (known.status === 303) await visitor.fetch(locationOf(known));
      return new Editor(visitor, origin(`${site}.edit`));
    },
    /** The mails sent so far, as they would go to a mail server. */
    mails(): string[] {
      const folder = join(root, "data", "outbox");
      return readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    },
    /** The text of a public page. */
    async read(site: string, path: string): Promise<string> {
      return (await new Visitor().fetch(origin(site) + path)).text();
    },
    visit: (site: string, path: string, how?: Visit) => new Visitor().fetch(origin(site) + path, how),
    /** Waits until what is published is live. */
    async settled(...names: string[]): Promise<void> {
      for (const site of names.length > 0 ? names : Object.keys(sites))
        await eventually(`${site} is live`, async () => {
          const state = await platform.publications.stateOf(site, platform.publishedSite(site));
          return state.state === "live" || state.state === "failed";
        });
    },
  };
}

/** Where a redirect leads. */
export function locationOf(response: Response): string {
  return response.headers.get("Location") ?? "";
}

export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = Date.now(); !(await condition()); await wait(50))
    if (Date.now() - start > 40_000) throw new Error(`not within 40 s: ${what}`);
}

/** Somebody on the editing origin of a site: asks as the editing page does. */
export class Editor {
  readonly visitor: Visitor;
  readonly origin: string;
  constructor(visitor: Visitor, origin: string) {
    this.visitor = visitor;
    this.origin = origin;
  }

  get(path: string): Promise<Response> {
    return this.visitor.fetch(this.origin + path);
  }

  post(path: string, body: string | FormData, headers: Record<string, string | undefined> = {}): Promise<Response> {
    const type = typeof body === "string" ? { "Content-Type": "application/json" } : {};
    const own = { "X-Pivert": "1", Origin: this.origin };
    return this.visitor.fetch(this.origin + path, { method: "POST", body, headers: { ...own, ...type, ...headers } });
  }

  /** An action, whatever its answer. */
  try(action: string, params: object): Promise<Response> {
    return this.post("/api/entries", JSON.stringify({ branch: "main", action, params }));
  }

  /** An action that must succeed. */
  async act<Name extends ActionName>(action: Name, params: Params<Name>): Promise<Answer<Name>> {
    const response = await this.try(action, params);
    if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer<Name>;
  }

  /** An action that must be refused. */
  async refused(action: string, params: object): Promise<ErrorAnswer & { status: number }> {
    const response = await this.try(action, params);
    return { ...((await response.json()) as ErrorAnswer), status: response.status };
  }

  upload(name: string, bytes: Uint8Array<ArrayBuffer> | string): Promise<Response> {
    const form = new FormData();
    form.set("file", new File([bytes], name));
    return this.post("/api/media", form);
  }

  /** Saves a draft of one file: `base` is what the file holds now, unless told. */
  async save(
    path: string,
    raw: string,
    how: { base?: string | null; newPath?: string; assets?: Params<"persistEntry">["assets"] } = {},
  ) {
    return this.act("persistEntry", await this.saveParams(path, raw, how));
  }

  async saveParams(
    path: string,
    raw: string,
    {
      base,
      newPath,
      assets = [],
    }: { base?: string | null; newPath?: string; assets?: Params<"persistEntry">["assets"] } = {},
  ): Promise<Params<"persistEntry">> {
    const opened = base === undefined ? (await this.act("getEntry", { path })).file.id : base;
    return {
      dataFiles: [{ ...nameOf(path), path, raw, base: opened, ...(newPath === undefined ? {} : { newPath }) }],
      assets,
      options: {
        collectionName: nameOf(path).collection,
        commitMessage: `Modifie ${path}`,
        useWorkflow: true,
        newEntry: false,
        unpublished: false,
        hasSubfolders: false,
      },
    };
  }

  /** Publishes the draft of a file, and waits until it is live or has failed. */
  async publish(path: string): Promise<PublicationAnswer> {
    const { revision } = await this.act("publishUnpublishedEntry", nameOf(path));
    return this.published(revision);
  }

  async published(revision: string): Promise<PublicationAnswer> {
    let answer: PublicationAnswer = { state: "waiting" };
    await eventually("the publication has ended", async () => {
      answer = (await (await this.get(`/api/publication?revision=${revision}`)).json()) as PublicationAnswer;
      return answer.state === "live" || answer.state === "failed";
    });
    return answer;
  }
}

/** The entry that a file is, as the editing page names it. */
export function nameOf(path: string): { collection: string; slug: string } {
  const [collection = "", ...rest] = path.split("/");
  return rest.length === 0
    ? { collection: "settings", slug: path.replace(/\.\w+$/, "") }
    : { collection, slug: rest.join("/").replace(/\.md$/, "") };
}
