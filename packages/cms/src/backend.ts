/** Decap's way to our server: what its proxy backend does, with our sessions, uploads, conflicts and publications. */
import { ProxyBackend, type ProxyConfig } from "decap-cms-backend-proxy";
import { askAboutConflict } from "./conflict-window.ts";
import { getOnce, postForm, postJson, ServerError } from "./editing-api.ts";
import { baseOf } from "./editing-bases.ts";
import { rememberSaved } from "./form/saved-files.ts";
import { LoginPage } from "./login-page.ts";
import type {
  ActionName,
  Answer,
  Conflict,
  DataFile,
  MediaAnswer,
  MediaReference,
  Params,
  SaveOptions,
  SessionAnswer,
} from "./protocol.ts";
import { dismissPublication, followPublication } from "./publication-line.ts";

/** A file that Decap holds: `fileObj` is there when the editor has just chosen it. */
interface Asset {
  path: string;
  url?: string;
  fileObj?: File;
}

interface DraftEntry {
  dataFiles: { slug: string; path: string; raw: string; newPath?: string }[];
  assets: Asset[];
}

/** A media file as Decap shows it. */
interface ShownMedia extends MediaAnswer {
  displayURL: string;
}

interface User {
  name: string;
  login: string;
  email: string;
}

export class PivertBackend extends ProxyBackend {
  #entered = false;
  /** Files that were sent: a form that is saved again sends them once. */
  readonly #sent = new WeakMap<File, MediaReference>();
  /** Paths that this page has just emptied: what is saved there next replaces nothing. */
  readonly #emptied = new Set<string>();

  constructor(config: ProxyConfig, options: object = {}) {
    super(config, options);
  }

  /** Entries have an author and a date to sort by. */
  override isGitBackend(): boolean {
    return true;
  }

  override authComponent(): typeof LoginPage {
    return LoginPage;
  }

  override async restoreUser(): Promise<User> {
    const { user } = (await getOnce("/api/session")) as SessionAnswer;
    this.#entered = true;
    return { name: user.name, login: user.name, email: user.email };
  }

  override authenticate(): Promise<User> {
    return this.restoreUser();
  }

  /** Decap also logs out when it could not log in: the session then stays. */
  override async logout(): Promise<void> {
    if (!this.#entered) return;
    this.#entered = false;
    await postJson("/api/logout", {});
  }

  /** A session that expires is dealt with when it is needed; only an unreachable server is worth a word. */
  override async status(): Promise<object> {
    const reachable = await getOnce("/api/session").then(
      () => true,
      (error: unknown) => error instanceof ServerError && error.status !== 0,
    );
    return { auth: { status: true }, api: { status: reachable, statusPage: "" } };
  }

  override async request({ action, params }: { action: string; params: Record<string, unknown> }): Promise<unknown> {
    return postJson(this.proxyUrl, { branch: this.branch, action, params });
  }

  override async getMedia(mediaFolder = this.mediaFolder): Promise<ShownMedia[]> {
    return (await this.#act("getMedia", { mediaFolder })).map(shown);
  }

  override async getMediaFile(path: string): Promise<ShownMedia> {
    return shown(await this.#act("getMediaFile", { path }));
  }

  override async unpublishedEntryMediaFile(
    collection: string,
    slug: string,
    path: string,
    id: string,
  ): Promise<ShownMedia> {
    return shown(await this.#act("unpublishedEntryMediaFile", { collection, slug, path, id }));
  }

  override async persistMedia(asset: Asset, { commitMessage }: { commitMessage: string }): Promise<ShownMedia> {
    const [reference] = await this.#upload([asset]);
    if (!reference) throw new Error("Choisissez un fichier à envoyer.");
    return shown(await this.#act("persistMedia", { asset: reference.media, options: { commitMessage } }));
  }

  override async persistEntry(entry: DraftEntry, options: SaveOptions): Promise<unknown> {
    dismissPublication();
    const uploads = await this.#upload(entry.assets);
    const dataFiles = await Promise.all(
      entry.dataFiles.map(async ({ slug, path, raw, newPath }): Promise<DataFile> => {
        const replaces = !options.newEntry && !this.#emptied.has(path);
        return {
          slug,
          path,
          raw: withFinalNames(raw, uploads),
          ...(newPath ? { newPath } : {}),
          base: replaces ? await baseOf(raw) : null,
        };
      }),
    );
    const answer = await this.#save({
      dataFiles,
      assets: uploads.map(({ media }) => media),
      options: { ...options, status: options.status ?? "draft" },
    });
    for (const { slug, path, newPath, raw } of dataFiles) {
      this.#emptied.delete(path);
      rememberSaved(options.collectionName, slug, { path: newPath ?? path, text: raw });
    }
    return answer;
  }

  override async deleteFiles(paths: string[], commitMessage: string): Promise<unknown> {
    const answer = await this.#act("deleteFiles", { paths, options: { commitMessage } });
    for (const path of paths) this.#emptied.add(path);
    void followPublication(answer.revision);
    return answer;
  }

  override async publishUnpublishedEntry(collection: string, slug: string): Promise<unknown> {
    const answer = await this.#publish({ collection, slug });
    void followPublication(answer.revision);
    return answer;
  }

  /** Publishes; when what is published has changed in the same place since, asks what to do about it. */
  async #publish(name: { collection: string; slug: string }): Promise<Answer<"publishUnpublishedEntry">> {
    try {
      return await this.#act("publishUnpublishedEntry", name);
    } catch (error) {
      const conflict = conflictOf(error);
      if (!conflict) throw error;
      const { path, id } = conflict;
      const mine = await this.#act("unpublishedEntryDataFile", { ...name, path, id }).catch(() => ({ data: "" }));
      const choice = await askAboutConflict(conflict, mine.data, path.endsWith(".md") && id !== "");
      if (choice === "later") throw error;
      await this.#act("resolveConflict", { ...name, path, id, keep: choice === "both" ? "both" : "mine" });
      if (choice === "replace") return this.#publish(name);
      // The two texts together are for the editor to read before anybody else does.
      location.hash = `#/collections/${name.collection}/entries/${name.slug}`;
      location.reload();
      return new Promise(() => undefined);
    }
  }

  /** Saves; when someone else saved meanwhile, asks what to do and saves again if so decided. */
  async #save(params: Params<"persistEntry">): Promise<unknown> {
    try {
      return await this.#act("persistEntry", params);
    } catch (error) {
      const conflict = conflictOf(error);
      if (!conflict) throw error;
      const mine = params.dataFiles.find(({ path }) => path === conflict.path) ?? params.dataFiles[0];
      if ((await askAboutConflict(conflict, mine?.raw ?? "")) === "later") throw error;
      const dataFiles = params.dataFiles.map((file) => (file === mine ? { ...file, base: conflict.id } : file));
      return this.#save({ ...params, dataFiles });
    }
  }

  /** Sends the files just chosen, one by one; what a draft already holds has no file to send. */
  async #upload(assets: Asset[]): Promise<{ asset: Asset; media: MediaReference }[]> {
    const sent: { asset: Asset; media: MediaReference }[] = [];
    for (const asset of assets) {
      if (!asset.fileObj) continue;
      const media = this.#sent.get(asset.fileObj) ?? (await sendFile(asset.path, asset.fileObj));
      this.#sent.set(asset.fileObj, media);
      sent.push({ asset, media });
    }
    return sent;
  }

  async #act<Name extends ActionName>(action: Name, params: Params<Name>): Promise<Answer<Name>> {
    // Both ends share one protocol: the server's answers are of the types it declares.
    return (await this.request({ action, params: params as Record<string, unknown> })) as Answer<Name>;
  }
}

async function sendFile(wanted: string, file: File): Promise<MediaReference> {
  const form = new FormData();
  form.set("path", wanted);
  form.set("file", file);
  const { id, path } = (await postForm("/api/media", form)) as MediaAnswer;
  return { id, path };
}

function conflictOf(error: unknown): Conflict | undefined {
  return error instanceof ServerError && error.status === 409 ? error.answer.conflict : undefined;
}

function shown(media: MediaAnswer): ShownMedia {
  return { ...media, displayURL: media.thumbnail ?? media.url };
}

/** A text with the names that the server gave to uploads, where it had to choose another. */
function withFinalNames(raw: string, uploads: { asset: Asset; media: MediaReference }[]): string {
  return uploads.reduce(
    (text, { asset, media }) => (asset.path === media.path ? text : text.replaceAll(asset.path, media.path)),
    raw,
  );
}
