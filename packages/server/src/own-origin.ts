/** Whether a request that changes something comes from a page of the origin that it is made to. */
import type { Context } from "hono";

/**
 * Browsers always tell the origin of such a request, and no page can tell another. Sites of one host are of one "site"
 * to a browser, so that `SameSite` cookies alone do not tell them apart.
 * @param own the origin, without a final slash
 */
export function isFromOwnOrigin(context: Context, own: string): boolean {
  const fetchSite = context.req.header("Sec-Fetch-Site");
  return context.req.header("Origin") === own && (fetchSite === undefined || fetchSite === "same-origin");
}
