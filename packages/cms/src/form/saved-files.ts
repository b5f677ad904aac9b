/** What the saves of this page wrote, so that the form knows what the server now holds. */

export interface SavedFile {
  path: string;
  /** The text as it was sent: names of uploads are final. */
  text: string;
}

const files = new Map<string, SavedFile>();

export function rememberSaved(collection: string, slug: string, file: SavedFile): void {
  files.set(`${collection}/${slug}`, file);
}

/** The file of an entry as its last save wrote it. */
export function lastSaved(collection: string, slug: string): SavedFile | undefined {
  return files.get(`${collection}/${slug}`);
}
