/**
 * Git over HTTP on a site's editing origin: `git clone https://<site>.edit.<host>/<site>.git`, with a personal token as
 * password. No cookie counts here, so that no page can have a browser push.
 */
import { authorise, type Person, type SiteAction } from "@pivert/accounts";
import { SETTINGS_FILES } from "@pivert/operations/editing";
import type { Platform } from "@pivert/operations/platform";
import { handleGitRequest, RepositoryError } from "@pivert/repository";
import type { Context } from "hono";
import { auth } from "hono/utils/basic-auth";

export interface AnswerGitOptions {
  site: string;
  platform: Platform;
  /** Where tokens are made. */
  tokensAddress: string;
}

/** Answers one request of a git client; an accepted push is built and made live. */
export async function answerGit(context: Context, { site, platform, tokensAddress }: AnswerGitOptions) {
  const request = context.req.raw;
  if (request.headers.has("Origin")) return refuse(403, "Cette adresse est pour git, pas pour un navigateur.");
  const person = await platform.accounts.verifyToken(auth(request)?.password ?? "", site);
  if (!person)
    return refuse(401, `Il faut un jeton de ce site comme mot de passe : faites-en un sur ${tokensAddress}`, {
      "WWW-Authenticate": `Basic realm="Jeton de ${site}", charset="UTF-8"`,
    });
  const decision = authorise(person, actionOf(request), site);
  if (!decision.allowed) return refuse(403, decision.message);
  try {
    return await handleGitRequest({
      repository: platform.editingSite(site).repository,
      request,
      user: { name: person.name, email: person.email },
      readOnly: readOnlyOf(person, site),
      onPushed: () => platform.publishNow(site).catch(platform.onError),
    });
  } catch (error) {
    if (error instanceof RepositoryError && error.code === "busy")
      return refuse(503, "Quelqu’un enregistre en ce moment : réessayez dans un instant.", { "Retry-After": "5" });
    platform.onError(error);
    return refuse(500, "Le serveur n’a pas pu répondre : réessayez dans un instant.");
  }
}

function actionOf({ url }: Request): SiteAction {
  const { pathname, searchParams } = new URL(url);
  const pushes = pathname.endsWith("/git-receive-pack") || searchParams.get("service") === "git-receive-pack";
  return pushes ? "push" : "read";
}

function readOnlyOf(person: Person, site: string): readonly string[] {
  return authorise(person, "settings", site).allowed ? [] : SETTINGS_FILES;
}

/** Git shows to its user what is plain text. */
function refuse(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(`${message}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } });
}
