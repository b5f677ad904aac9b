import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
    testTimeout: 60_000,
    // Tests that build sites share one compiled theme: files run side by side, each in a process of its own.
    pool: "forks",
  },
});
