import { defineConfig } from "vitest/config";

/** Modules that keep nothing: a process runs one file after the other and loads them once, not anew for each. */
const keepNothing = [
  "src/{base,stream,graph,observe,runtime,operators,formats,connectors,control,hosts,expression,designer}/**/*.test.ts",
  "src/app/*.test.ts",
];
/** What measures processor time, or sets the zone of its process. */
const apart = ["src/app/{escapes,hostile-documents,linear-time}.test.ts", "src/expression/date-text.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 90_000,
    // What is waited for comes late on a busy machine, and that is no defect.
    expect: { poll: { timeout: 30_000 } },
    pool: "forks",
    projects: [
      { extends: true, test: { name: "together", include: keepNothing, exclude: apart, isolate: false } },
      { extends: true, test: { name: "apart", include: [...apart, "src/app/node/**/*.test.ts", "src/**/*.test.tsx", "tools/**/*.test.ts"] } },
    ],
  },
});
