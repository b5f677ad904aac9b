import { findGitFolder } from "./git.ts";
import { withObjects } from "./object-reader.ts";

/** The bytes of a blob, be it published, of a draft or of the past; `undefined` when there is none of this id. */
export async function readBlob(repository: string, oid: string): Promise<Buffer | undefined> {
  return withObjects(findGitFolder(repository), async (objects) => {
    const object = await objects.find(oid);
    return object?.type === "blob" ? object.bytes : undefined;
  });
}
