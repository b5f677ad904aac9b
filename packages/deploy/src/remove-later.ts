/** Folders that nobody needs any more: thousands of files, whose removal no publication and no visitor waits for. */
import { rm } from "node:fs/promises";

const removing = new Map<string, Promise<void>>();

/** Begins to remove a folder. One that could not be removed is for the caller to find again. */
export function removeLater(folder: string): void {
  if (removing.has(folder)) return;
  const removal = rm(folder, { recursive: true, force: true })
    .catch(() => {})
    .finally(() => removing.delete(folder));
  removing.set(folder, removal);
}

/** Waits for the removals that this process has begun. */
export async function removalsEnded(): Promise<void> {
  await Promise.all(removing.values());
}
