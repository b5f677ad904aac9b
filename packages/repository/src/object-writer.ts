/** New objects of a repository, through isomorphic-git: kept in memory until all of them go to the disk together. */
import { join } from "node:path";
import { writeObject } from "isomorphic-git";
import { writeDurably } from "./durable-files.ts";

export class ObjectWriter {
  readonly #gitFolder: string;
  readonly #files = new Map<string, Uint8Array>();
  readonly #fs = { promises: filesInMemory(this.#files) };

  constructor(gitFolder: string) {
    this.#gitFolder = gitFolder;
  }

  /** Takes an object and gives its id; it is on the disk after `flush`. */
  async write(type: "blob" | "tree" | "commit", bytes: Uint8Array): Promise<string> {
    return writeObject({ fs: this.#fs, gitdir: this.#gitFolder, type, object: bytes, format: "content" });
  }

  /** Puts what was written on the disk. A branch may lead to it from then on. */
  async flush(): Promise<void> {
    const files = new Map([...this.#files].map(([path, bytes]) => [join(path), bytes]));
    await writeDurably(files);
    this.#files.clear();
  }
}

/**
 * What isomorphic-git takes for the disk. It is told that no file is there, since it would leave one that is as it
 * stands: empty after a crash, or old enough for git to remove it as unused at this very moment.
 */
function filesInMemory(files: Map<string, Uint8Array>) {
  const absent = async (path: string) => {
    throw Object.assign(new Error(`no file: ${path}`), { code: "ENOENT" });
  };
  return {
    stat: absent,
    lstat: absent,
    readFile: absent,
    readdir: absent,
    readlink: absent,
    rmdir: absent,
    unlink: absent,
    symlink: absent,
    mkdir: async () => {},
    writeFile: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
  };
}
