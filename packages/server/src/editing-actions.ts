/** Each action of the editing protocol: who may, and what is done. */
import { authorise, type EditSession, type SiteAction } from "@pivert/accounts";
import type { ActionName, Answer, DraftAnswer, Params, Request } from "@pivert/cms/protocol";
import {
  absent,
  addMedia,
  deleteFiles,
  discardEntryDraft,
  EditingError,
  type EditingSite,
  type EntryName,
  type FurtherRight,
  listEntries,
  publishEntry,
  readEntries,
  rightsToWrite,
  saveEntryDraft,
} from "@pivert/operations/editing";
import type { Platform } from "@pivert/operations/platform";
import {
  type Draft,
  head,
  listDrafts,
  readBlob,
  readDraft,
  readFileAt,
  readRevision,
  rebaseDraft,
  setDraftStatus,
} from "@pivert/repository";
import { previewPath } from "./preview-app.ts";
import { mediaAnswer } from "./serve-media.ts";

interface Call {
  site: EditingSite;
  session: EditSession;
  platform: Platform;
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
}

interface Action<Name extends ActionName> {
  /** What a person must be allowed to do on the site. */
  right: SiteAction;
  /** What else they must be allowed to do, by the files that change. */
  further?(params: Params<Name>, site: EditingSite): Promise<Set<FurtherRight>>;
  answer(params: Params<Name>, call: Call): Promise<Answer<Name>>;
}

/** Every action, once. */
const ACTIONS: { [Name in ActionName]: Action<Name> } = {
  entriesByFolder: {
    right: "read",
    answer: ({ folder, extension, depth }, { site }) => listEntries(site, folder, extension, depth),
  },
  entriesByFiles: { right: "read", answer: ({ files }, { site }) => readEntries(site, files) },
  getEntry: {
    right: "read",
    async answer({ path }, { site }) {
      const [entry] = await readEntries(site, [{ path }]);
      return entry ?? absent({ path });
    },
  },
  unpublishedEntries: {
    right: "read",
    answer: async (_, { site }) =>
      (await listDrafts(site.repository)).map(({ entry }) => `${entry.collection}/${entry.slug}`),
  },
  unpublishedEntry: {
    right: "read",
    async answer({ id, collection, slug }, { site }) {
      const name = id === undefined || id === null ? { collection: collection ?? "", slug: slug ?? "" } : splitId(id);
      return draftAnswer(await findDraft(site, name));
    },
  },
  unpublishedEntryDataFile: {
    right: "read",
    async answer({ path, ...name }, { site }) {
      const draft = await findDraft(site, name);
      const file = await readFileAt(site.repository, draft.revision, path);
      if (!file) throw new EditingError("missing", "Ce brouillon n’a pas ce fichier.");
      return { data: Buffer.from(file.content).toString("utf8") };
    },
  },
  unpublishedEntryMediaFile: {
    right: "read",
    async answer({ path, ...name }, { site }) {
      const draft = await findDraft(site, name);
      const file = await readFileAt(site.repository, draft.revision, path);
      if (!file) throw new EditingError("missing", "Ce brouillon n’a pas cette image.");
      return mediaAnswer({ path, oid: file.oid, size: file.content.byteLength });
    },
  },
  deleteUnpublishedEntry: {
    right: "edit",
    further: rightsOfDraft,
    async answer(name, { site }) {
      await discardEntryDraft(site, name);
      return { message: "Le brouillon est retiré." };
    },
  },
  persistEntry: {
    right: "edit",
    further: ({ dataFiles, assets }, site) =>
      rightsToWrite(site, {
        written: [...dataFiles.map(({ path, newPath }) => newPath ?? path), ...assets.map(({ path }) => path)],
        removed: dataFiles.flatMap(({ path, newPath }) => (newPath === undefined || newPath === path ? [] : [path])),
      }),
    async answer({ dataFiles, assets, options }, { site, session }) {
      const [first] = dataFiles;
      if (!first) throw new EditingError("refused", "Il n’y a rien à enregistrer.");
      const entry = { collection: options.collectionName, slug: first.slug };
      const files = await saveEntryDraft(site, entry, {
        files: dataFiles,
        assets,
        message: options.commitMessage,
        editor: session.person,
        status: options.status ?? undefined,
      });
      return { message: "Enregistré.", files };
    },
  },
  updateUnpublishedEntryStatus: {
    right: "edit",
    async answer({ newStatus, ...name }, { site }) {
      await setDraftStatus(site.repository, name, newStatus);
      return { message: "C’est noté." };
    },
  },
  publishUnpublishedEntry: {
    right: "publish",
    further: rightsOfDraft,
    async answer(name, { site, session, platform }) {
      const revision = await publishEntry(site, name, session.person);
      await platform.publishNow(site.name);
      return { message: "Publication lancée.", revision };
    },
  },
  resolveConflict: {
    right: "edit",
    further: rightsOfDraft,
    async answer({ path, id, keep, ...entry }, { site, session }) {
      const resolutions = { [path]: { theirs: id || null, keep } };
      await rebaseDraft({ repository: site.repository, entry, resolutions, author: session.person });
      return { message: "Votre brouillon tient compte de ce qui est publié." };
    },
  },
  getMedia: {
    right: "read",
    async answer({ mediaFolder }, { site }) {
      const id = await head(site.repository);
      if (id === undefined) return [];
      const revision = await readRevision(site.repository, id);
      try {
        return revision.files.filter(({ path }) => path.startsWith(`${mediaFolder}/`)).map(mediaAnswer);
      } finally {
        await revision.close();
      }
    },
  },
  getMediaFile: {
    right: "read",
    async answer({ path }, { site }) {
      const id = await head(site.repository);
      const file = id === undefined ? undefined : await readFileAt(site.repository, id, path);
      if (!file) throw new EditingError("missing", `Le fichier ${path} n’existe plus.`);
      return mediaAnswer({ path, oid: file.oid, size: file.content.byteLength });
    },
  },
  persistMedia: {
    right: "edit",
    further: ({ asset }, site) => rightsToWrite(site, { written: [asset.path] }),
    async answer({ asset, options }, { site, session }) {
      const added = await addMedia(site, asset, options.commitMessage, session.person);
      return mediaAnswer({ path: asset.path, ...added });
    },
  },
  deleteFiles: {
    right: "delete",
    further: ({ paths }, site) => rightsToWrite(site, { removed: paths }),
    async answer({ paths, options }, { site, session, platform }) {
      const revision = await deleteFiles(site, paths, options.commitMessage, session.person);
      await platform.publishNow(site.name);
      return { message: "Supprimé.", revision };
    },
  },
  getDeployPreview: {
    right: "read",
    async answer(name, { site, originOf }) {
      // What is published is seen on the site itself.
      if (!(await readDraft(site.repository, name))) return null;
      return { url: `${originOf(`${site.name}.apercu`)}${previewPath(name)}`, status: "success" };
    },
  },
  getNotes: { right: "read", answer: async () => ({ notes: [] }) },
  addNote: { right: "edit", answer: refuseNotes },
  updateNote: { right: "edit", answer: refuseNotes },
  deleteNote: { right: "edit", answer: refuseNotes },
  toggleNoteResolution: { right: "edit", answer: refuseNotes },
  getPRMetadata: { right: "read", answer: async () => ({ metadata: null }) },
};

export interface AnswerActionOptions {
  request: Request;
  session: EditSession;
  platform: Platform;
  site: string;
  /** Address of an origin, without a final slash. */
  originOf: (name: string) => string;
}

/** @throws Forbidden when the person may not */
export async function answerAction({ request, session, platform, site: name, originOf }: AnswerActionOptions) {
  // TypeScript cannot follow that `params` belongs to this `action`; `parseRequest` has just checked it.
  const action = ACTIONS[request.action] as Action<ActionName>;
  const params = request.params as never;
  const site = platform.editingSite(name);
  demand(session, action.right, name);
  for (const right of (await action.further?.(params, site)) ?? []) demand(session, right, name);
  return action.answer(params, { site, session, platform, originOf });
}

/** The text that an editor's request started from, to tell what somebody else has changed since. */
export async function textBefore(site: EditingSite, request: Request, path: string): Promise<string | undefined> {
  if (request.action === "persistEntry") {
    const base = request.params.dataFiles.find((file) => file.path === path)?.base ?? undefined;
    return base === undefined ? undefined : (await readBlob(site.repository, base))?.toString("utf8");
  }
  if (request.action !== "publishUnpublishedEntry" && request.action !== "resolveConflict") return undefined;
  const draft = await readDraft(site.repository, request.params);
  const file = draft && (await readFileAt(site.repository, draft.base, path));
  return file?.content.toString("utf8");
}

/** The person may not do this. */
export class Forbidden extends Error {}

/** @throws Forbidden */
export function demand({ person }: EditSession, right: SiteAction, site: string): void {
  const decision = authorise(person, right, site);
  if (!decision.allowed) throw new Forbidden(decision.message);
}

/** Publishing or dropping a draft asks for what saving it did. */
async function rightsOfDraft(name: EntryName, site: EditingSite): Promise<Set<FurtherRight>> {
  const files = (await readDraft(site.repository, name))?.files ?? [];
  const gone = files.flatMap(({ path, oid, movedFrom }) => movedFrom ?? (oid === null ? path : []));
  return rightsToWrite(site, {
    written: files.flatMap(({ path, oid }) => (oid === null ? [] : path)),
    removed: gone,
  });
}

async function findDraft(site: EditingSite, name: EntryName): Promise<Draft> {
  const draft = await readDraft(site.repository, name);
  if (!draft) throw new EditingError("missing", "Ce brouillon n’existe pas.");
  return draft;
}

function splitId(id: string): EntryName {
  const at = id.indexOf("/");
  return { collection: id.slice(0, at), slug: id.slice(at + 1) };
}

function draftAnswer({ entry, files, updatedAt, author, status }: Draft): DraftAnswer {
  return {
    ...entry,
    status,
    diffs: files.flatMap(({ path, oid, isNew }) => (oid === null ? [] : [{ path, id: oid, newFile: isNew }])),
    updatedAt,
    pullRequestAuthor: author.name,
  };
}

/** Remarks beside a draft come with the review of drafts. */
async function refuseNotes(): Promise<never> {
  throw new EditingError("refused", "Les remarques ne sont pas disponibles.");
}
