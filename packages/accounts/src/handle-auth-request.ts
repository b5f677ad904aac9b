import { AUTH_PATH } from "./better-auth.ts";
import { readText } from "./read-text.ts";
import type { SignIn, SignInOutcome } from "./sign-in.ts";

/**
 * Answers a request in JSON to the accounts origin, below `/auth`: `POST sign-in` (`email`, `password`), `POST sign-out`,
 * `POST change-password` (`current`, `next`), `GET session`. Whatever else better-auth could answer is closed.
 * @param address of the client, as the server knows it
 */
export type HandleAuthRequest = (request: Request, address: string) => Promise<Response>;

const ROUTES = new Map([
  [`${AUTH_PATH}/session`, "GET"],
  [`${AUTH_PATH}/sign-in`, "POST"],
  [`${AUTH_PATH}/sign-out`, "POST"],
  [`${AUTH_PATH}/change-password`, "POST"],
]);
const BODY_BYTES = 10_000;

export function authHandler(signIn: SignIn, origin: string): HandleAuthRequest {
  return async (request, address) => {
    const { pathname } = new URL(request.url);
    const method = ROUTES.get(pathname);
    if (!method) return refuse(404, "not-found", "Cette page n’existe pas.");
    if (request.method !== method) return refuse(405, "method", `Seul ${method} est possible ici.`, { allow: method });
    if (method === "GET") {
      const session = await signIn.sessionOf(request.headers);
      return json(session ? { name: session.person.name, email: session.person.email } : null);
    }
    // A page of another origin cannot leave this header out or change it, nor send JSON without asking first.
    if (request.headers.get("origin") !== origin) return refuse(403, "origin", "Cette demande vient d’un autre site.");
    if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
      return refuse(415, "not-json", "Cette demande n’est pas en JSON.");
    const text = await readText(request, BODY_BYTES);
    if (text === undefined) return refuse(413, "too-large", "Cette demande est trop longue.");
    const client = { headers: request.headers, address };

    if (pathname.endsWith("/sign-out")) return answer({ ok: true, cookies: await signIn.logOut(request.headers) });
    const isSignIn = pathname.endsWith("/sign-in");
    const fields = readStrings(text, isSignIn ? ["email", "password"] : ["current", "next"]);
    if (!fields) return refuse(400, "incomplete", "Cette demande est incomplète.");
    const [first, second] = fields;
    return answer(await (isSignIn ? signIn.logIn : signIn.changePassword)(first, second, client));
  };
}

function answer(outcome: SignInOutcome): Response {
  if (!outcome.ok)
    return refuse(
      outcome.status,
      outcome.code,
      outcome.message,
      outcome.waitSeconds ? { "retry-after": String(outcome.waitSeconds) } : {},
    );
  const response = json({ ok: true });
  for (const cookie of outcome.cookies) response.headers.append("set-cookie", cookie);
  return response;
}

function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): Response {
  return json({ code, message }, status, headers);
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { ...headers, "cache-control": "no-store" } });
}

function readStrings(text: string, [first, second]: readonly [string, string]): [string, string] | undefined {
  try {
    const value = JSON.parse(text);
    const [a, b] = [value?.[first], value?.[second]];
    return typeof a === "string" && typeof b === "string" ? [a, b] : undefined;
  } catch {
    return undefined;
  }
}
