import { execFile } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { handleGitRequest, type Pushed } from "../handle-git-request.ts";
import { ENVIRONMENT } from "./git-repository.ts";

/** Serves a repository on the loopback interface for the test that runs. */
export async function serveRepository(repository: string, { readOnly = [] }: { readOnly?: readonly string[] } = {}) {
  const user = { name: "Zoé", email: "zoe@example.org" };
  const pushes: Pushed[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const request = toRequest(incoming);
    const response = await handleGitRequest({
      repository,
      request,
      user,
      readOnly,
      onPushed: (push) => void pushes.push(push),
    }).catch((error) => new Response(String(error), { status: 500 }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body) Readable.fromWeb(response.body as never).pipe(outgoing);
    else outgoing.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/velo.git`;
  return { url, pushes };
}

function toRequest(incoming: IncomingMessage): Request {
  const { method = "GET", url = "/" } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null;
  return new Request(`http://127.0.0.1${url}`, { method, headers, body, duplex: "half" } as RequestInit);
}

/** Runs the real git without stopping this process, which serves it; gives what it said, whatever its end. */
export function runGitClient(folder: string, ...command: string[]): Promise<{ status: number; said: string }> {
  const env = { ...ENVIRONMENT, GIT_TERMINAL_PROMPT: "0" };
  return new Promise((resolve) =>
    execFile("git", command, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 }, (error, output, complaints) =>
      resolve({ status: error ? Number(error.code) : 0, said: `${output}${complaints}` }),
    ),
  );
}
