/** Asks the server: errors are French sentences, and an expired session is opened again without losing the page. */
import { type ErrorAnswer, isRecord } from "./protocol.ts";
import { reopenSession } from "./session-window.ts";

/** What the server refused, in words for the editor. */
export class ServerError extends Error {
  readonly status: number;
  readonly answer: ErrorAnswer;

  constructor(status: number, answer: ErrorAnswer) {
    super(answer.error);
    this.name = "ServerError";
    this.status = status;
    this.answer = answer;
  }

  /** Decap shows errors as texts. */
  override toString(): string {
    return this.message;
  }
}

export function postJson(path: string, body: object): Promise<unknown> {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  });
}

export function postForm(path: string, body: FormData): Promise<unknown> {
  return ask(path, { method: "POST", body });
}

/** Answers `GET path`. An absent session is an error and opens no window. */
export async function getOnce(path: string): Promise<unknown> {
  return read(await send(path, { method: "GET" }));
}

async function ask(path: string, request: RequestInit): Promise<unknown> {
  for (;;) {
    const response = await send(path, request);
    if (response.status !== 401) return read(response);
    await reopenSession(await answerOf(response));
  }
}

async function send(path: string, request: RequestInit): Promise<Response> {
  try {
    // `X-Pivert` proves that a page of this origin asks: another could not send it without permission.
    return await fetch(path, {
      ...request,
      headers: { ...request.headers, "X-Pivert": "1", Accept: "application/json" },
      credentials: "same-origin",
      redirect: "error",
    });
  } catch {
    throw new ServerError(0, {
      error: "Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez : votre texte est toujours là.",
    });
  }
}

async function read(response: Response): Promise<unknown> {
  if (!response.ok) throw new ServerError(response.status, await answerOf(response));
  return response.json();
}

/** The server's own words, or ours when a proxy answered in its place. */
async function answerOf(response: Response): Promise<ErrorAnswer> {
  try {
    const answer: unknown = await response.json();
    if (isRecord(answer) && typeof answer.error === "string") return answer as unknown as ErrorAnswer;
  } catch {
    // An HTML page of a proxy: the status says what happened.
  }
  return {
    error:
      WORDS[response.status] ??
      `Le serveur n’a pas pu répondre (erreur ${response.status}). Réessayez dans un instant.`,
  };
}

const WORDS: Record<number, string> = {
  401: "Votre session a expiré.",
  403: "Vous n’avez pas le droit de faire cela : demandez-le à la personne qui administre le site.",
  404: "Ce contenu n’existe plus.",
  413: "C’est trop gros : 10 Mo au plus pour un fichier, 1 Mo pour un texte.",
  429: "Trop de demandes à la fois : attendez une minute, puis réessayez.",
  502: "Le serveur redémarre : réessayez dans un instant.",
  503: "Le serveur redémarre : réessayez dans un instant.",
};
