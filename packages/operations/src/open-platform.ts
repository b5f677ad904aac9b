/** Everything that a host runs, without HTTP: repositories, accounts, the queue, the workers and the live releases. */
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Accounts, type DemoAccount, openAccounts, seedDemoAccounts } from "@pivert/accounts";
import { openWorkerPool } from "@pivert/builder/pool";
import { openPreviewer, type Previewer } from "@pivert/builder/previewer";
import { type Database, openDatabase, openQueue } from "@pivert/database";
import { currentRelease, removalsEnded } from "@pivert/deploy";
import { ContentError } from "@pivert/model";
import { head, seedRepository } from "@pivert/repository";
import { openMailer } from "./contact/open-mailer.ts";
import { openMailbox } from "./contact/receive-message.ts";
import type { EditingSite } from "./editing/editing-site.ts";
import { followFolder, rememberFolder } from "./follow-folder.ts";
import { packRepositories } from "./pack-repositories.ts";
import { builtFolder, DATA, FOLDERS, siteFolder } from "./project.ts";
import { Publications, type PublishedSite } from "./publications.ts";
import { type Published, publishSite } from "./publish-site.ts";

export interface PlatformOptions {
  sites: readonly string[];
  /** Address of an origin: `originOf("compte")` is `http://compte.localhost:8080`. */
  originOf: (name: string) => string;
  onEvent: (event: PlatformEvent) => void;
}

export type PlatformEvent =
  | { kind: "seeded"; site: string }
  | { kind: "published"; site: string; published: Published }
  | { kind: "failed"; site: string; error: unknown }
  | { kind: "conflicts"; site: string; paths: string[] }
  | { kind: "error"; error: unknown };

export interface Platform {
  sites: readonly string[];
  accounts: Accounts;
  publications: Publications;
  previewer: Previewer;
  editingSite(site: string): EditingSite;
  publishedSite(site: string): PublishedSite;
  /** Asks for the head of a site to be built and made live, at once. */
  publishNow(site: string): Promise<void>;
  /** Takes a visitor's message to a site. */
  receiveMessage: ReturnType<typeof openMailbox>;
  /** Told what an operation of this process could not do and nobody foresaw. */
  onError(error: unknown): void;
  /** Brings what changed in the site's folder of this checkout into its repository, and publishes it. */
  follow(site: string): Promise<void>;
  close(): Promise<void>;
}

const RECONCILE_MS = 5 * 60 * 1000;
const OWED_MS = 2_000;
const PACK_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 3600 * 1000;

export async function openPlatform({ sites, originOf, onEvent }: PlatformOptions): Promise<Platform> {
  for (const folder of ["repos", "releases", "uploads"]) mkdirSync(join(DATA, folder), { recursive: true });
  const database = await openDatabase({ folder: join(DATA, "database"), url: process.env.DATABASE_URL });
  return openUpon(database, { sites, originOf, onEvent }).catch(async (error) => {
    await database.close();
    throw error;
  });
}

async function openUpon(database: Database, { sites, originOf, onEvent }: PlatformOptions): Promise<Platform> {
  const onError = (error: unknown) => onEvent({ kind: "error", error });
  const accounts = await openAccounts({ database, origin: originOf("compte"), secretFile: join(DATA, "secret") });
  for (const site of sites) await seed(site, onEvent);

  const publications = new Publications();
  const workers = openWorkerPool({ folders: FOLDERS, size: Math.max(1, Math.min(2, availableParallelism())) });
  const previewer = openPreviewer({ folders: FOLDERS, state: join(DATA, "previews") });
  const queue = await openQueue(database, { onError });
  const build = async (site: string): Promise<void> => {
    const { repository, releases } = publishedSite(site);
    const revision = await head(repository);
    if (revision === undefined || currentRelease(releases)?.revision === revision) return;
    publications.started(site);
    const publish = () =>
      publishSite({ site, repository, revision, out: builtFolder(site), releases, builder: workers });
    try {
      const published = await publish().catch((error) => {
        // Whatever killed the worker (the system, short of memory) may have had nothing to do with this site.
        if (error.name !== "WorkerError") throw error;
        onError(error);
        return publish();
      });
      publications.ended(site, revision);
      onEvent({ kind: "published", site, published });
    } catch (error) {
      publications.ended(site, revision, error);
      onEvent({ kind: "failed", site, error });
      // Content that cannot be built is no fault that passes: the editor mends it, and that asks for another build.
      if (!(error instanceof ContentError)) throw error;
    }
  };
  const worker = queue.work({
    build: ({ site }) => (sites.includes(site) ? build(site) : Promise.resolve()),
    concurrency: 2,
    onError,
  });
  const reconcile = async () => {
    const revisions = await Promise.all(
      sites.map(async (site) => {
        const { repository, releases } = publishedSite(site);
        return { site, head: await head(repository), live: currentRelease(releases)?.revision ?? undefined };
      }),
    );
    await queue.reconcile(revisions);
  };
  let owing = false;
  /** What is merged is published even if the queue cannot be reached just now: its sites are compared until it can. */
  const publishNow = (site: string): Promise<void> =>
    queue.publishNow(site).catch((error) => {
      owing = true;
      onError(error);
    });
  const publishOwed = async () => {
    if (!owing) return;
    owing = false;
    await reconcile().catch((error) => {
      owing = true;
      throw error;
    });
  };
  const follow = async (site: string): Promise<boolean> => {
    const { committed, conflicts, refused } = await followFolder(followOptions(site));
    if (conflicts.length > 0) onEvent({ kind: "conflicts", site, paths: conflicts });
    for (const error of refused) onError(error);
    return committed.length > 0;
  };
  // What changed in the folders while nothing ran.
  for (const site of sites) await follow(site).catch(onError);
  await reconcile();
  const pack = packRepositories({ sites, repositoryOf, isBusy: (site) => publications.isBuilding(site), onError });
  let packing: Promise<unknown> = Promise.resolve();
  const timers = [
    setInterval(() => {
      packing = packing.then(() => pack()).catch(onError);
    }, PACK_MS),
    setInterval(() => reconcile().catch(onError), RECONCILE_MS),
    setInterval(() => publishOwed().catch(onError), OWED_MS),
    setInterval(() => accounts.removeExpired().catch(onError), DAY_MS),
  ];
  const turns = new Map<string, Promise<void>>();
  const mailer = openMailer({
    smtp: process.env.PIVERT_SMTP,
    from: process.env.PIVERT_MAIL_FROM ?? "Pivert <pivert@localhost>",
    folder: join(DATA, "outbox"),
  });

  return {
    sites,
    accounts,
    publications,
    previewer,
    editingSite: (site) => ({ name: site, repository: repositoryOf(site), uploads: join(DATA, "uploads", site) }),
    publishedSite,
    publishNow,
    receiveMessage: openMailbox({ mailer, onError }),
    onError,
    follow(site) {
      // One after the other: each begins with what the one before has remembered.
      const turn = (turns.get(site) ?? Promise.resolve()).then(async () => {
        if (await follow(site)) await publishNow(site);
      });
      turns.set(
        site,
        turn.catch(() => {}),
      );
      return turn;
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(turns.values());
      await packing;
      await worker.stop(10_000);
      await removalsEnded();
      workers.close();
      mailer.close();
      previewer.close();
      await queue.close();
      await database.close();
    },
  };
}

async function seed(site: string, onEvent: PlatformOptions["onEvent"]): Promise<void> {
  const repository = repositoryOf(site);
  const { created } = await seedRepository({
    repository,
    folder: siteFolder(site),
    author: { name: "Pivert", email: "pivert@pivert.invalid" },
  });
  if (!created) return;
  await rememberFolder(followOptions(site));
  onEvent({ kind: "seeded", site });
}

function followOptions(site: string) {
  return {
    folder: siteFolder(site),
    repository: repositoryOf(site),
    memory: join(DATA, "repos", `${site}.folder.json`),
  };
}

function repositoryOf(site: string): string {
  return join(DATA, "repos", `${site}.git`);
}

function publishedSite(site: string): PublishedSite {
  return { repository: repositoryOf(site), releases: join(DATA, "releases", site) };
}

/** Accounts of invented people for each site and for the host, the same at each start. */
export function seedAccounts({ accounts, sites }: Pick<Platform, "accounts" | "sites">): Promise<DemoAccount[]> {
  return seedDemoAccounts(accounts, sites, DATA);
}

/** The folder of the editing page, bundled once. */
export async function buildEditingPage(): Promise<string> {
  const { buildCms } = await import("@pivert/cms");
  return (await buildCms({ cache: join(FOLDERS.cache, "cms") })).folder;
}
