/** An editor of a site, who asks what the editing page would ask. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, openVisitor } from "./visitor.ts";

export interface Place {
  /** The platform's data folder, in which it keeps its demo accounts. */
  data: string;
  /** Address of an origin: `originOf("velo.edit")`. */
  originOf(name: string): string;
}

export interface Editor {
  /** One action of the editing API, whatever its answer. */
  ask(action: string, params: object): Promise<Answer>;
  /** What a file holds, and its blob id: the base of the next save. */
  open(path: string): Promise<{ id: string; text: string }>;
  /** Saves a draft of a text. */
  save(path: string, text: string, base: string | null): Promise<Answer>;
  /** Publishes the draft of a text. @returns the answer: its `revision` will be live */
  publish(path: string): Promise<Answer>;
  /** Saves and publishes; throws unless both succeed. */
  saveAndPublish(path: string, text: string): Promise<void>;
  /** How far a publication is, or that of the head. */
  publication(revision?: string): Promise<{ state: string; error?: string }>;
}

/** Logs in with a demo account, the site's own or the host's volunteer's, step by step as a browser does. */
export async function logIn({ data, originOf }: Place, site: string, who: "site" | "host" = "site"): Promise<Editor> {
  const visit = openVisitor();
  const accounts: { site?: string; email: string; password: string }[] = JSON.parse(
    readFileSync(join(data, "demo-accounts.json"), "utf8"),
  );
  const account = accounts.find((known) => known.site === (who === "site" ? site : undefined));
  if (!account) throw new Error(`${data} has no demo account for ${site}.`);
  const own = originOf(`${site}.edit`);
  const begun = await visit(`${own}/entrer`);
  const posted = await visit(`${originOf("compte")}/connexion${new URL(begun.location).search}`, {
    method: "POST",
    headers: { Origin: originOf("compte"), "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ email: account.email, password: account.password }).toString(),
  });
  const known = await visit(new URL(posted.location, originOf("compte")).href);
  await visit(known.location);

  const headers = { Origin: own, "X-Pivert": "1", "Content-Type": "application/json" };
  const editor: Editor = {
    ask: (action, params) =>
      visit(`${own}/api/entries`, {
        method: "POST",
        headers,
        body: JSON.stringify({ branch: "main", action, params }),
      }),
    async open(path) {
      const { file, data: text } = JSON.parse(accepted(await editor.ask("getEntry", { path })).text);
      return { id: file.id, text };
    },
    save: (path, text, base) =>
      editor.ask("persistEntry", {
        dataFiles: [{ ...nameOf(path), path, raw: text, base }],
        assets: [],
        options: { ...OPTIONS, collectionName: nameOf(path).collection, commitMessage: `Modifie ${path}` },
      }),
    publish: (path) => editor.ask("publishUnpublishedEntry", nameOf(path)),
    async saveAndPublish(path, text) {
      accepted(await editor.save(path, text, (await editor.open(path)).id));
      accepted(await editor.publish(path));
    },
    async publication(revision) {
      const query = revision === undefined ? "" : `?revision=${revision}`;
      return JSON.parse(accepted(await visit(`${own}/api/publication${query}`)).text);
    },
  };
  return editor;
}

const OPTIONS = { useWorkflow: true, newEntry: false, unpublished: false, hasSubfolders: false };

/** @throws with the server's words when it refused */
export function accepted(answer: Answer): Answer {
  if (answer.status === 200) return answer;
  throw new Error(`The server answered ${answer.status}: ${answer.text}`);
}

/** The entry that a file is. */
function nameOf(path: string): { collection: string; slug: string } {
  const [collection = "", ...rest] = path.split("/");
  return { collection, slug: rest.join("/").replace(/\.md$/, "") };
}
