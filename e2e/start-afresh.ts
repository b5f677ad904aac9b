/** Run before the server of the browser tests: nothing that an earlier run wrote is left. */
import { rmSync } from "node:fs";

const folder = process.env.PIVERT_DATA;
if (!folder?.endsWith("e2e")) throw new Error(`PIVERT_DATA is ${folder}: this deletes it, so it must end in « e2e ».`);
rmSync(folder, { recursive: true, force: true });
