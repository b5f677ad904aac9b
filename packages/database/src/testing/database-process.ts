/** A process that has the database open until it is killed, or told to close it by any message. */
import { DatabaseError } from "../database-error.ts";
import { openDatabase } from "../open-database.ts";
import type { Said } from "./start-process.ts";

const say = (message: Said) => process.send?.(message);
try {
  const database = await openDatabase({ folder: process.argv[2] ?? "" });
  process.once("message", async () => {
    await database.close();
    process.exit(0);
  });
  say({ ready: true });
} catch (error) {
  say({ failed: String(error), code: error instanceof DatabaseError ? error.code : "none" });
  process.disconnect();
}
