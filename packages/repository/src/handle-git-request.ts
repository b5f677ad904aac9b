/** Git over HTTP: `git clone`, `git fetch` and `git push` of one repository, through git's own program. */
import { constants } from "node:fs";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Author } from "./author.ts";
import { readCgiHead } from "./cgi-answer.ts";
import { findGitFolder, type RunningGit, startGit } from "./git.ts";
import { lockRef } from "./ref-lock.ts";

export interface GitRequestOptions {
  repository: string;
  /** Its path ends in one of `info/refs`, `git-upload-pack`, `git-receive-pack`; what comes before is the caller's. */
  request: Request;
  /** Who asks, and may: whether somebody may is for the caller to know. */
  user: Author;
  /** Paths that this user may not change, such as `site.yaml`. */
  readOnly?: readonly string[];
  /** Told of a push that came in, before its author is. It should not throw: the push stands. */
  onPushed(push: Pushed): void | Promise<void>;
}

export interface Pushed {
  /** The commit that `main` is at. */
  revision: string;
  /** The one before; `undefined` for a repository that was empty. */
  previous: string | undefined;
  user: Author;
}

const MAX_PUSH = 512 * 1024 * 1024;

const HOOKS = join(import.meta.dirname, "../hooks");

/**
 * Answers one request of a git client. A push may move `main` forward only, and is checked before anything of it is in
 * the repository (see `check-push.ts`); its author sees why it is refused. Drafts are not shown.
 */
export async function handleGitRequest(options: GitRequestOptions): Promise<Response> {
  const { repository, request, user, readOnly = [], onPushed } = options;
  const gitFolder = findGitFolder(repository);
  const service = serviceOf(request);
  if (!service) return new Response("Il n’y a que git à cette adresse.\n", { status: 404 });
  if (Number(request.headers.get("content-length")) > MAX_PUSH) return tooLarge();
  const isPush = service.path === "git-receive-pack";
  if (isPush) await prepareToReceive(gitFolder);
  const folder = isPush ? await mkdtemp(join(tmpdir(), "pivert-push-")) : undefined;
  const git = startGit(gitFolder, [...OPTIONS, "http-backend"], {
    ...cgiVariables(gitFolder, request, service, user),
    PIVERT_NODE: process.execPath,
    PIVERT_READ_ONLY: JSON.stringify(readOnly),
    PIVERT_CHECK: join(import.meta.dirname, "check-push-hook.ts"),
    ...(folder === undefined ? {} : { PIVERT_MOVED: join(folder, "moved") }),
  });
  void sendBody(request, git);
  const done = git.ended.then(async () => {
    if (folder === undefined) return;
    const push = await readMoved(join(folder, "moved"));
    await rm(folder, { recursive: true, force: true });
    if (push) await onPushed({ ...push, user });
  });
  // Whoever reads the answer to its end is told; nobody may be.
  done.catch(() => {});
  return answer(git, isPush, done);
}

interface Service {
  path: "info/refs" | "git-upload-pack" | "git-receive-pack";
  query: string;
}

/** Git's other way, in which clients read files one by one, would show more than the branches. */
function serviceOf({ method, url }: Request): Service | undefined {
  const { pathname, searchParams } = new URL(url);
  const asked = searchParams.get("service");
  if (method === "GET" && pathname.endsWith("/info/refs"))
    return asked === "git-upload-pack" || asked === "git-receive-pack"
      ? { path: "info/refs", query: `service=${asked}` }
      : undefined;
  if (method !== "POST") return undefined;
  const path = (["git-upload-pack", "git-receive-pack"] as const).find((name) => pathname.endsWith(`/${name}`));
  return path && { path, query: "" };
}

/** Without its check, git would let every push in; and it does not get past a lock that a dead process left. */
async function prepareToReceive(gitFolder: string): Promise<void> {
  for (const hook of ["pre-receive", "post-receive"]) await access(join(HOOKS, hook), constants.X_OK);
  const lock = await lockRef(gitFolder, "refs/heads/main");
  await lock.release();
}

const SETTINGS = {
  "core.hooksPath": HOOKS,
  "core.fsync": "all",
  "core.filesRefLockTimeout": 10_000,
  "core.packedRefsTimeout": 10_000,
  "http.getanyfile": false,
  "http.uploadpack": true,
  "http.receivepack": true,
  "receive.fsckObjects": true,
  "receive.denyNonFastForwards": true,
  "receive.denyDeletes": true,
  "receive.autogc": false,
  "receive.maxInputSize": MAX_PUSH,
  "transfer.hideRefs": "refs/heads/drafts",
};
const OPTIONS = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

function cgiVariables(gitFolder: string, request: Request, service: Service, user: Author): NodeJS.ProcessEnv {
  const { headers } = request;
  const header = (name: string, pattern: RegExp) => {
    const value = headers.get(name);
    return value !== null && pattern.test(value) ? value : undefined;
  };
  const variables = {
    GIT_PROJECT_ROOT: dirname(gitFolder),
    GIT_HTTP_EXPORT_ALL: "1",
    PATH_INFO: `/${basename(gitFolder)}/${service.path}`,
    REQUEST_METHOD: request.method,
    QUERY_STRING: service.query,
    REMOTE_USER: user.email.replace(/[\0-\x1f\x7f]/g, ""),
    CONTENT_TYPE: header("content-type", /^application\/x-git-[a-z-]+$/),
    CONTENT_LENGTH: header("content-length", /^\d{1,15}$/),
    HTTP_CONTENT_ENCODING: header("content-encoding", /^(x-)?gzip$/),
    GIT_PROTOCOL: header("git-protocol", /^version=[0-2]$/),
  };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}

/** Gives git what the client sends; a body without end is cut. */
async function sendBody(request: Request, git: RunningGit): Promise<void> {
  if (!request.body) {
    git.process.stdin.end();
    return;
  }
  let size = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      next(size > MAX_PUSH ? new Error("too large") : null, chunk);
    },
  });
  // Where the client goes away, or git ends before it has read all: git answers, or nobody listens.
  await pipeline(Readable.fromWeb(request.body as never), limit, git.process.stdin).catch(() => {});
}

async function answer(git: RunningGit, isPush: boolean, done: Promise<void>): Promise<Response> {
  const chunks: AsyncIterator<Buffer> = git.process.stdout[Symbol.asyncIterator]();
  try {
    const { status, headers, rest } = await readCgiHead(chunks);
    return new Response(bodyOf(rest, chunks), { status, headers });
  } catch (error) {
    git.process.kill();
    const { failure } = await git.ended;
    throw failure ?? error;
  }

  function bodyOf(rest: Buffer, chunks: AsyncIterator<Buffer>): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({
      start(controller) {
        if (rest.length > 0) controller.enqueue(rest);
      },
      async pull(controller) {
        const next = await chunks.next();
        if (!next.done) {
          controller.enqueue(next.value);
          return;
        }
        await done;
        controller.close();
      },
      async cancel() {
        if (!isPush) git.process.kill();
        // A push whose author went away comes in all the same, and git would stop at an answer that nobody takes.
        else while (!(await chunks.next()).done);
      },
    });
  }
}

/** What git says of the branch that was moved, if one was. */
async function readMoved(path: string): Promise<Omit<Pushed, "user"> | undefined> {
  const lines = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    // No branch was moved: the push was refused.
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const [, from = "", revision] = /^([0-9a-f]{40}) ([0-9a-f]{40}) refs\/heads\/main$/m.exec(lines) ?? [];
  if (revision === undefined) return undefined;
  return { revision, previous: /^0+$/.test(from) ? undefined : from };
}

function tooLarge(): Response {
  const text = `Un envoi a ${MAX_PUSH / 2 ** 20} Mo au plus. Poussez d’abord les commits les plus anciens.\n`;
  return new Response(text, { status: 413, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
