/** Under `astro dev`, each request gets its view from the process that started the server. */
import type { MiddlewareHandler } from "astro";
import { devSource } from "../dev-source.ts";

export const onRequest: MiddlewareHandler = async (context, next) => {
  const source = devSource();
  if (!source) throw new Error("Run this theme on a site's content: pnpm dev --site=NAME, from the root of Pivert.");
  const view = await source.viewOf(decodeURIComponent(context.url.pathname));
  Object.assign(context.locals, { view });
  const response = await next();
  return view.kind === "notFound" ? new Response(response.body, { status: 404, headers: response.headers }) : response;
};
