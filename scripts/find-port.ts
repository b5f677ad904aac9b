/**
 * A port that is free now and likely to stay so until a program that starts slowly listens on it: below those that Linux
 * gives to outgoing connections (`ip_local_port_range`, 32768 and up).
 */
import { createServer } from "node:net";

const FIRST = 20_000;
const LAST = 32_000;

export async function findPort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
