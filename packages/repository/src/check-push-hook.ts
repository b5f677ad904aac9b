/** What `hooks/pre-receive` runs: git tells on its input what a push would move, and shows to its author what is said here. */
import { text } from "node:stream/consumers";
import { checkPush } from "./check-push.ts";

const { PIVERT_READ_ONLY, GIT_OBJECT_DIRECTORY, GIT_ALTERNATE_OBJECT_DIRECTORIES, GIT_QUARANTINE_PATH } = process.env;
const updates = (await text(process.stdin))
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => {
    const [from = "", to = "", ref = ""] = line.split(" ");
    return { from, to, ref };
  });
const environment = { GIT_OBJECT_DIRECTORY, GIT_ALTERNATE_OBJECT_DIRECTORIES, GIT_QUARANTINE_PATH };
// Git runs its hooks in the folder of the repository.
const readOnly = JSON.parse(PIVERT_READ_ONLY ?? "[]") as string[];
const reasons = await checkPush({ gitFolder: process.cwd(), updates, environment, readOnly });
for (const reason of reasons) process.stderr.write(`Refusé : ${reason.replace(/[\0-\x1f\x7f-\x9f]/g, " ")}.\n`);
process.exitCode = reasons.length === 0 ? 0 : 1;
