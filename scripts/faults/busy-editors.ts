/** Editors who save and publish without a pause, and remember what they were told is done. */
import type { Editor } from "../platform/editor.ts";
import { postText, type TestHost } from "./test-host.ts";

export interface Done {
  site: string;
  path: string;
  /** A word that is in this text alone. */
  mark: string;
  published: boolean;
}

export interface BusyEditors {
  /** What was acknowledged. */
  readonly done: readonly Done[];
  /** What the server said, or did not, when it refused. */
  readonly refused: readonly string[];
  /** Waits until the last answer, which a dead server never gives. */
  stop(): Promise<void>;
}

let texts = 0;

/** One editor for each site, at work until stopped; who is refused goes on with another text. */
export async function startEditing(host: TestHost): Promise<BusyEditors> {
  const done: Done[] = [];
  const refused: string[] = [];
  let stopping = false;
  const work = async (site: string, editor: Editor) => {
    while (!stopping) {
      const mark = `marque${texts++}fin`;
      const path = `posts/${mark}.md`;
      try {
        const saved = await editor.save(path, postText(mark, `Voici ${mark}.`), null);
        if (saved.status !== 200) throw new Error(saved.text);
        const text: Done = { site, path, mark, published: false };
        done.push(text);
        // Every other text stays a draft.
        if (texts % 2 === 0) continue;
        const published = await editor.publish(path);
        if (published.status !== 200) throw new Error(published.text);
        text.published = true;
      } catch (error) {
        refused.push(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const editors = await Promise.all(host.sites.map(async (site) => [site, await host.editor(site)] as const));
  const working = Promise.all(editors.map(([site, editor]) => work(site, editor)));
  return {
    done,
    refused,
    async stop() {
      stopping = true;
      await working;
    },
  };
}

/** What was acknowledged and is not where it was said to be: in `main` when published, in any branch when saved. */
export function findLost(host: TestHost, done: readonly Done[]): Done[] {
  return host.sites.flatMap((site) => {
    const refs = host.git(site, "for-each-ref", "--format=%(refname)", "refs/heads").split("\n");
    const [inMain, anywhere] = [marksIn(host, site, ["refs/heads/main"]), marksIn(host, site, refs)];
    return done.filter((text) => text.site === site && !(text.published ? inMain : anywhere).has(text.mark));
  });
}

function marksIn(host: TestHost, site: string, refs: readonly string[]): Set<string> {
  const pattern = ["-e", "Voici marque[0-9]*fin", "-e", "Ancien 0"];
  const lines = host.git(site, "grep", "-h", "--only-matching", ...pattern, ...refs).split("\n");
  return new Set(lines.map((line) => line.replace("Voici ", "")));
}
