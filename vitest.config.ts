import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
    // Wide: a busy machine is slow, and a test says what it waits for.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A request to the running platform is now and then cut off on a busy machine, for a reason not found yet.
    retry: 1,
    // Tests that build sites share one compiled theme: files run side by side, each in a process of its own.
    pool: "forks",
    // One less than the cores unless told: half of the smallest machine would stand idle while tests wait.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
