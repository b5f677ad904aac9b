import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
    // Wide: a busy machine is slow, and a test says what it waits for.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Tests that build sites share one compiled theme: files run side by side, each in a process of its own.
    pool: "forks",
  },
});
