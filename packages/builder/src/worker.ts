/** A build worker: a child process that stays, and builds one site at a time. */
import { ContentError } from "@pivert/model/problem";
import { type Builder, openBuilder } from "./open-builder.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

let builder: Builder | undefined;

process.on("message", (message: ToWorker) => {
  if (message.kind === "open") builder = openBuilder(message.folders);
  else void build(message.request);
});
// The parent is gone: nobody waits for a result.
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole group: the parent decides when its workers end.
process.on("SIGINT", () => {});

async function build(request: Extract<ToWorker, { kind: "build" }>["request"]): Promise<void> {
  try {
    if (!builder) throw new Error("The worker was asked to build before it was opened.");
    const result = await builder.build(request, (step) => send({ kind: "step", step }));
    send({ kind: "built", result });
  } catch (cause) {
    const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
    send({
      kind: "failed",
      error: { name, message, stack, problems: cause instanceof ContentError ? cause.problems : undefined },
    });
  }
}

function send(message: FromWorker): void {
  process.send?.(message);
}
