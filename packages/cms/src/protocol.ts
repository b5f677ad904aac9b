/**
 * What the editing page and the server say to each other: every action of `POST /api/entries` with its parameters and
 * its answer, and the shapes of the other addresses. The server parses each request with {@link parseRequest}.
 */

/** One text file of the site. `data` and `id` are `null` when it does not exist. */
export interface EntryAnswer {
  data: string | null;
  file: {
    path: string;
    /** Git object id of the blob. */
    id: string | null;
    label?: string;
    /** Name of who last changed it. */
    author?: string;
    /** ISO 8601. */
    updatedOn?: string;
  };
}

/** A file of the media library. */
export interface MediaAnswer {
  /** Git object id, or the hash of the file. */
  id: string;
  name: string;
  /** Path in the site's folder, such as `media/affiche.jpg`. */
  path: string;
  size: number;
  /** Address on the editing origin, whose cookie protects it. */
  url: string;
  /** A small image to show in lists; the file itself when there is none. */
  thumbnail?: string;
}

export const WORKFLOW_STATUSES = ["draft", "pending_review", "pending_publish"] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** A draft, by the entry it changes. */
export interface DraftAnswer {
  collection: string;
  slug: string;
  status: WorkflowStatus;
  diffs: { path: string; id: string; newFile: boolean }[];
  /** ISO 8601. */
  updatedAt: string;
  pullRequestAuthor?: string;
}

/** A file to save. */
export interface DataFile {
  slug: string;
  path: string;
  /** The whole text. */
  raw: string;
  /** Where the file moves to, when it is renamed. */
  newPath?: string;
  /**
   * Git object id of the text that the editor opened, or `null` for a new entry. When the file (in the draft if there
   * is one, else in the published branch) is another now, the answer is 409 with a {@link Conflict}.
   */
  base: string | null;
}

/** A media file already sent to `POST /api/media`, to be kept with what is being saved. */
export interface MediaReference {
  id: string;
  path: string;
}

export interface SaveOptions {
  collectionName: string;
  commitMessage: string;
  useWorkflow: boolean;
  newEntry: boolean;
  unpublished: boolean;
  hasSubfolders: boolean;
  status?: WorkflowStatus;
}

/** What a save gives back: the object ids to compare the next save with. */
export interface SaveAnswer {
  message: string;
  files: { path: string; id: string }[];
}

export interface PublishAnswer {
  message: string;
  /** The revision to wait for at `GET /api/publication?revision=…`. */
  revision: string;
}

interface DraftName {
  collection: string;
  slug: string;
}

interface Message {
  message: string;
}

/** A remark of one editor to another beside a draft. */
export interface Note {
  id: string;
  author: string;
  content: string;
  timestamp: string;
  resolved: boolean;
}

/** Every action, once. */
export interface Actions {
  entriesByFolder: { params: { folder: string; extension: string; depth: number }; answer: EntryAnswer[] };
  entriesByFiles: { params: { files: { path: string; label?: string }[] }; answer: EntryAnswer[] };
  getEntry: { params: { path: string }; answer: EntryAnswer };
  unpublishedEntries: { params: object; answer: string[] };
  unpublishedEntry: { params: { id?: string; collection?: string; slug?: string }; answer: DraftAnswer };
  unpublishedEntryDataFile: { params: DraftName & { path: string; id: string }; answer: { data: string } };
  unpublishedEntryMediaFile: { params: DraftName & { path: string; id: string }; answer: MediaAnswer };
  deleteUnpublishedEntry: { params: DraftName; answer: Message };
  persistEntry: {
    params: { dataFiles: DataFile[]; assets: MediaReference[]; options: SaveOptions };
    answer: SaveAnswer;
  };
  updateUnpublishedEntryStatus: { params: DraftName & { newStatus: WorkflowStatus }; answer: Message };
  publishUnpublishedEntry: { params: DraftName; answer: PublishAnswer };
  /**
   * Puts a draft upon what is published, after a publication was answered 409: `path` and `id` are the conflict's. `mine`
   * keeps the draft's text; `both` puts what was published before what the draft says, wherever they collide. The draft
   * stays a draft. Another 409 when what is published has changed once more.
   */
  resolveConflict: { params: DraftName & { path: string; id: string; keep: "mine" | "both" }; answer: Message };
  getMedia: { params: { mediaFolder: string }; answer: MediaAnswer[] };
  getMediaFile: { params: { path: string }; answer: MediaAnswer };
  persistMedia: { params: { asset: MediaReference; options: { commitMessage: string } }; answer: MediaAnswer };
  deleteFiles: { params: { paths: string[]; options: { commitMessage: string } }; answer: PublishAnswer };
  getDeployPreview: { params: DraftName; answer: { url: string; status: string } | null };
  getNotes: { params: DraftName; answer: { notes: Note[] } };
  addNote: { params: DraftName & { note: Omit<Note, "id"> }; answer: { note: Note } };
  updateNote: { params: DraftName & { noteId: string; updates: Partial<Note> }; answer: { note: Note } };
  deleteNote: { params: DraftName & { noteId: string }; answer: Message };
  toggleNoteResolution: { params: DraftName & { noteId: string }; answer: { note: Note } };
  getPRMetadata: { params: DraftName; answer: { metadata: null } };
}

export type ActionName = keyof Actions;
export type Params<Name extends ActionName> = Actions[Name]["params"];
export type Answer<Name extends ActionName> = Actions[Name]["answer"];

/** A parsed request: narrow it by `action`. */
export type Request = { [Name in ActionName]: { action: Name; params: Params<Name> } }[ActionName];

/** The body of every answer that is not 2xx. */
export interface ErrorAnswer {
  /** A French sentence for the editor: what happened and what to do. */
  error: string;
  /** With 401: where to log in; the page opens it in a window of its own. */
  login?: string;
  /** With 409. */
  conflict?: Conflict;
}

/** Someone saved the same file since the editor opened it. */
export interface Conflict {
  path: string;
  /** Who, as shown to editors. */
  author: string;
  /** When, ISO 8601. */
  date: string;
  /** What they changed, in words: « le titre », « le texte ». */
  changed: string[];
  /** Object id of their version, or `""` when they removed it: a save with it as `base` replaces it. */
  id: string;
  /** Their text. */
  data: string;
}

/** `GET /api/session`, 200. Without a session it answers 401 with an {@link ErrorAnswer}. */
export interface SessionAnswer {
  user: { id: string; name: string; email: string };
  site: { name: string; url: string };
}

/** `GET /api/publication?revision=…`: how far a publication is. Asked about twice a second until `live` or `failed`. */
export interface PublicationAnswer {
  state: "waiting" | "building" | "live" | "failed";
  /** Where to see it, when `live`. */
  url?: string;
  /** A French sentence in its place, when `live`: what was published is shown at another time. */
  notice?: string;
  /** A French sentence, when `failed`: why, and what visitors see meanwhile. */
  error?: string;
}

type Check = (value: unknown) => boolean;

const text =
  (max: number): Check =>
  (value) =>
    typeof value === "string" && value.length <= max;
const path = text(500);
const name = text(300);
const flag: Check = (value) => typeof value === "boolean";
const whole: Check = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100;
const status: Check = (value) => WORKFLOW_STATUSES.some((known) => known === value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);
const nullable =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const list =
  (check: Check, max: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= max && value.every(check);
const fields =
  (checks: Record<string, Check>): Check =>
  (value) =>
    isRecord(value) && Object.entries(checks).every(([key, check]) => check(value[key]));

/** An entry may weigh 1 MB: see the threats. */
const MAX_TEXT = 1024 * 1024;

const draft = { collection: name, slug: path };
const note = fields({ author: optional(name), content: text(10_000) });
const media = fields({ id: name, path });

const CHECKS: Record<ActionName, Check> = {
  entriesByFolder: fields({ folder: path, extension: name, depth: whole }),
  entriesByFiles: fields({ files: list(fields({ path, label: optional(name) }), 100) }),
  getEntry: fields({ path }),
  unpublishedEntries: fields({}),
  unpublishedEntry: fields({ id: optional(path), collection: optional(name), slug: optional(path) }),
  unpublishedEntryDataFile: fields({ ...draft, path, id: name }),
  unpublishedEntryMediaFile: fields({ ...draft, path, id: name }),
  deleteUnpublishedEntry: fields(draft),
  persistEntry: fields({
    dataFiles: list(
      fields({ slug: path, path, raw: text(MAX_TEXT), newPath: optional(path), base: nullable(name) }),
      20,
    ),
    assets: list(media, 500),
    options: fields({
      collectionName: name,
      commitMessage: text(1000),
      useWorkflow: flag,
      newEntry: flag,
      unpublished: flag,
      status: optional(status),
    }),
  }),
  updateUnpublishedEntryStatus: fields({ ...draft, newStatus: status }),
  publishUnpublishedEntry: fields(draft),
  resolveConflict: fields({ ...draft, path, id: name, keep: (value) => value === "mine" || value === "both" }),
  getMedia: fields({ mediaFolder: path }),
  getMediaFile: fields({ path }),
  persistMedia: fields({ asset: media, options: fields({ commitMessage: text(1000) }) }),
  deleteFiles: fields({ paths: list(path, 100), options: fields({ commitMessage: text(1000) }) }),
  getDeployPreview: fields(draft),
  getNotes: fields(draft),
  addNote: fields({ ...draft, note }),
  updateNote: fields({ ...draft, noteId: name, updates: fields({ content: optional(text(10_000)) }) }),
  deleteNote: fields({ ...draft, noteId: name }),
  toggleNoteResolution: fields({ ...draft, noteId: name }),
  getPRMetadata: fields(draft),
};

export const ACTION_NAMES = Object.keys(CHECKS) as ActionName[];

/**
 * Parses the body of `POST /api/entries`. Paths are only measured here: who reads or writes a file checks its path.
 * @returns the request, or `undefined` when the body is not one
 */
export function parseRequest(body: unknown): Request | undefined {
  if (!isRecord(body)) return undefined;
  const action = ACTION_NAMES.find((known) => known === body.action);
  if (!action || !CHECKS[action](body.params)) return undefined;
  return { action, params: body.params } as Request;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
