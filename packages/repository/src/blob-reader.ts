/** Reads blobs out of a repository through one `git cat-file --batch`, started at the first read. */
import { BatchAnswers } from "./batch-answers.ts";
import { type RunningGit, startGit } from "./git.ts";
import { RepositoryError } from "./repository-error.ts";
import type { SourceFile } from "./revision.ts";

const FILES_A_QUESTION = 256;

/** A file asked of git, until its bytes are there. */
interface Request {
  file: SourceFile;
  resolve: (bytes: Buffer) => void;
  reject: (error: Error) => void;
}

export class BlobReader {
  readonly #gitFolder: string;
  #git: RunningGit | undefined;
  #closed = false;
  /** What the pipe to git had no room for yet. */
  #unsent: string[] = [];
  /** In the order asked, which is that of the answers; those before `#answered` have theirs. */
  #requests: Request[] = [];
  #answered = 0;

  constructor(gitFolder: string) {
    this.#gitFolder = gitFolder;
  }

  /** The bytes of files, in the order asked. */
  async read(files: readonly SourceFile[]): Promise<Buffer[]> {
    if (this.#closed) throw new RepositoryError("closed", "This revision was closed; open it again.");
    if (files.length === 0) return [];
    // Anything else, a newline for one, would be a question of its own to git.
    for (const { path, oid } of files)
      if (!/^[0-9a-f]{40}$/.test(oid)) throw new RepositoryError("file-changed", `${path} has no blob id: ${oid}`);
    this.#git ??= this.#start();
    const bytes = files.map(
      (file) => new Promise<Buffer>((resolve, reject) => this.#requests.push({ file, resolve, reject })),
    );
    for (let at = 0; at < files.length; at += FILES_A_QUESTION)
      this.#unsent.push(files.slice(at, at + FILES_A_QUESTION).reduce((text, { oid }) => `${text}${oid}\n`, ""));
    this.#send(this.#git);
    return Promise.all(bytes);
  }

  /** Ends git, once it has answered what it was asked. */
  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#git) return;
    this.#send(this.#git);
    await this.#git.ended;
  }

  #start(): RunningGit {
    const git = startGit(this.#gitFolder, ["cat-file", "--batch"]);
    const answers = new BatchAnswers();
    git.process.stdin.on("drain", () => this.#send(git));
    git.process.stdout.on("data", (chunk: Buffer) => {
      try {
        for (const { oid, type, bytes } of answers.receive(chunk)) this.#settle(oid, type, bytes);
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

  #send(git: RunningGit): void {
    for (let text = this.#unsent.shift(); text !== undefined; text = this.#unsent.shift())
      // Full: the rest goes at the next `drain`.
      if (!git.process.stdin.write(text)) return;
    if (this.#closed) git.process.stdin.end();
  }

  #settle(oid: string, type: string, bytes: Buffer): void {
    const request = this.#requests[this.#answered];
    if (request?.file.oid !== oid) throw new Error(`an answer for ${oid}, which was not asked`);
    this.#answered++;
    if (this.#answered === this.#requests.length) {
      this.#requests = [];
      this.#answered = 0;
    }
    const { path, size } = request.file;
    if (type === "blob" && bytes.length === size) {
      request.resolve(bytes);
      return;
    }
    const what = type === "missing" ? "is missing" : `is a ${type} of ${bytes.length} bytes, not a file of ${size}`;
    const message = `${path} cannot be read: ${oid} ${what} in ${this.#gitFolder}. Try git fsck.`;
    request.reject(new RepositoryError("file-changed", message));
  }

  /** Leaves no reader waiting. The next read starts another git. */
  #end(failure: RepositoryError): void {
    const unanswered = this.#requests.slice(this.#answered);
    this.#git = undefined;
    this.#unsent = [];
    this.#requests = [];
    this.#answered = 0;
    for (const { file, reject } of unanswered) {
      const message = `${file.path} cannot be read: ${failure.message}`;
      reject(new RepositoryError(failure.code, message, { cause: failure }));
    }
  }
}
