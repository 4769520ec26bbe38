import { defineConfig } from "vitest/config";

/** Folders whose modules keep nothing: a process runs one file after the other and loads them once, not anew for each. */
const keepNothing = "src/{base,stream,graph,observe,runtime,operators,formats,connectors,control,hosts}/**/*.test.ts";

export default defineConfig({
  test: {
    testTimeout: 90_000,
    // What is waited for comes late on a busy machine, and that is no defect.
    expect: { poll: { timeout: 30_000 } },
    pool: "forks",
    projects: [
      { extends: true, test: { name: "engine", include: [keepNothing], isolate: false } },
      { extends: true, test: { name: "page and tools", include: ["src/**/*.test.ts", "src/**/*.test.tsx", "tools/**/*.test.ts"], exclude: [keepNothing] } },
    ],
  },
});
