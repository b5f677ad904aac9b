/**
 * The process in which images are decoded, so that one made to crash, hang or fill the memory harms nothing else.
 * Started by `image-pool.ts`, never imported: it is the only one to load sharp. Takes one task at a time.
 */
import sharp from "sharp";
import { encodeVariant } from "./encode-variant.ts";
import type { ImageReply, ImageTask } from "./image-pool.ts";
import { inspectImage } from "./inspect-image.ts";
import { reencodeImage } from "./reencode-image.ts";

const [cpuSeconds = 0, megabytes = 0] = process.argv.slice(2).map(Number);

// Parallelism comes from several processes; nothing is worth keeping from one image to the next.
sharp.concurrency(1);
sharp.cache(false);

process.on("message", (task: ImageTask) => void perform(task));
// Leaving by `exit` would wait for a decoder that may never end.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.send?.("ready");

async function perform(task: ImageTask): Promise<void> {
  const before = process.cpuUsage();
  // Decoders run on threads of their own, so this one stays awake and sees what they use.
  const watch = setInterval(() => {
    if (isPastLimits(before)) reply({ refused: "demande trop de calcul ou de mémoire" }, true);
  }, 50);
  try {
    reply(await answerTo(task), false);
  } finally {
    clearInterval(watch);
  }
}

function answerTo(task: ImageTask): Promise<ImageReply["answer"]> {
  switch (task.action) {
    case "inspect":
      return inspectImage(task.bytes);
    case "encode":
      return encodeVariant(task.bytes, task.size);
    case "reencode":
      return reencodeImage(task.bytes);
  }
}

function isPastLimits(before: NodeJS.CpuUsage): boolean {
  const { user, system } = process.cpuUsage(before);
  return user + system > cpuSeconds * 1e6 || process.memoryUsage.rss() > megabytes * 1e6;
}

function reply(answer: ImageReply["answer"], last: boolean): void {
  process.send?.({ answer, last } satisfies ImageReply);
}
