/** Reads single objects: those just written out of their own file, which starts no process; packed ones through git. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { inflate } from "node:zlib";
import { BatchAnswers } from "./batch-answers.ts";
import { type RunningGit, startGit } from "./git.ts";
import { RepositoryError } from "./repository-error.ts";

const MAX_OBJECT = 512 * 1024 * 1024;

export interface GitObject {
  type: string;
  bytes: Buffer;
}

/** Runs work that reads objects, and ends what was started for it. */
export async function withObjects<Result>(
  gitFolder: string,
  work: (objects: ObjectReader) => Promise<Result>,
): Promise<Result> {
  const objects = new ObjectReader(gitFolder);
  try {
    return await work(objects);
  } finally {
    await objects.close();
  }
}

export class ObjectReader {
  readonly gitFolder: string;
  #git: RunningGit | undefined;
  #waiting: { resolve: (object: GitObject | undefined) => void; reject: (error: Error) => void }[] = [];

  constructor(gitFolder: string) {
    this.gitFolder = gitFolder;
  }

  /** The bytes of an object that must be there and of this type. */
  async read(oid: string, type: "blob" | "tree" | "commit"): Promise<Buffer> {
    const object = await this.find(oid);
    if (object?.type === type) return object.bytes;
    const what = object ? `is a ${object.type}` : "is missing";
    throw new RepositoryError("git-failed", `The ${type} ${oid} ${what} in ${this.gitFolder}. Try git fsck.`);
  }

  /** An object, if the repository has it. */
  async find(oid: string): Promise<GitObject | undefined> {
    if (!/^[0-9a-f]{40}$/.test(oid)) return undefined;
    return (await this.#readLoose(oid)) ?? (await this.#readPacked(oid));
  }

  async close(): Promise<void> {
    this.#git?.process.stdin.end();
    await this.#git?.ended;
  }

  async #readLoose(oid: string): Promise<GitObject | undefined> {
    let deflated: Buffer;
    try {
      deflated = await readFile(join(this.gitFolder, "objects", oid.slice(0, 2), oid.slice(2)));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw cause;
    }
    try {
      const whole = await promisify(inflate)(deflated, { maxOutputLength: MAX_OBJECT });
      const end = whole.indexOf(0);
      const [, type, size] = /^([a-z]+) (\d+)$/.exec(whole.toString("latin1", 0, Math.max(end, 0))) ?? [];
      const bytes = whole.subarray(end + 1);
      if (type !== undefined && Number(size) === bytes.length) return { type, bytes };
      throw new Error("its first bytes do not say its type and size");
    } catch (cause) {
      const message = `The object ${oid} of ${this.gitFolder} is damaged: ${cause}. Try git fsck.`;
      throw new RepositoryError("git-failed", message, { cause });
    }
  }

  #readPacked(oid: string): Promise<GitObject | undefined> {
    this.#git ??= this.#start();
    const { promise, resolve, reject } = Promise.withResolvers<GitObject | undefined>();
    this.#waiting.push({ resolve, reject });
    this.#git.process.stdin.write(`${oid}\n`);
    return promise;
  }

  #start(): RunningGit {
    const git = startGit(this.gitFolder, ["cat-file", "--batch"]);
    const answers = new BatchAnswers();
    git.process.stdout.on("data", (chunk: Buffer) => {
      try {
        for (const { type, bytes } of answers.receive(chunk))
          this.#waiting.shift()?.resolve(type === "missing" ? undefined : { type, bytes });
      } catch (cause) {
        this.#end(new RepositoryError("git-failed", `git cat-file was not understood: ${cause}`, { cause }));
        git.process.kill("SIGKILL");
      }
    });
    void git.ended.then(({ failure }) =>
      this.#end(failure ?? new RepositoryError("git-failed", "git cat-file ended before it had answered.")),
    );
    return git;
  }

  #end(failure: RepositoryError): void {
    this.#git = undefined;
    for (const { reject } of this.#waiting.splice(0)) reject(failure);
  }
}
