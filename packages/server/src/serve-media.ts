/** Files of the media library as the editing page shows them: from the repository, or still waiting as uploads. */
import type { ErrorAnswer, MediaAnswer } from "@pivert/cms/protocol";
import { type EditingSite, readUpload } from "@pivert/operations/editing";
import { readBlob } from "@pivert/repository";
import type { Context } from "hono";

/** What may be shown inside the page; everything else is offered as a download. */
const SHOWN: Record<string, string> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
  gif: "image/gif",
};

export function mediaAnswer({ path, oid, size }: { path: string; oid: string; size: number }): MediaAnswer {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { id: oid, name, path, size, url: `/api/media/${oid}/${encodeURIComponent(name)}` };
}

/** @param id a blob of the repository, or an upload */
export async function serveMedia(context: Context, site: EditingSite, id: string, name: string): Promise<Response> {
  const bytes = /^[0-9a-f]{64}$/.test(id) ? readUpload(site, id, name) : await readBlob(site.repository, id);
  if (!bytes) return context.json({ error: "Ce fichier n’existe plus." } satisfies ErrorAnswer, 404);
  const type = SHOWN[name.slice(name.lastIndexOf(".") + 1).toLowerCase()];
  return context.body(Buffer.from(bytes), 200, {
    "Content-Type": type ?? "application/octet-stream",
    ...(type ? {} : { "Content-Disposition": "attachment" }),
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    // An id names its content for ever.
    "Cache-Control": "private, max-age=31536000, immutable",
  });
}
