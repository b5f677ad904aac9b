/** Makes a built site live in one rename, and takes it back. */

export { type PublishReleaseOptions, publishRelease } from "./publish-release.ts";
export { currentRelease, listReleases, type Release, type ReleaseRecord } from "./releases.ts";
export { removalsEnded } from "./remove-later.ts";
export { rollBack } from "./roll-back.ts";
export { formatServerRedirects, SERVERS, type Server } from "./server-redirects.ts";
