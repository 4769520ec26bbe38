import type { BenchCase } from "../bench-case.ts";

const firstLoadCase = (visit: string): BenchCase => ({
  name: "first-load",
  unit: "KB",
  better: "lower",
  hosts: ["chromium"],
  program: "first-load",
  subject: { visit },
  peers: [{ name: "budget", params: { visit: "budget" } }],
});

/** The goal: at most 350 KB of compressed JavaScript before Run; `tools/first-load.ts` says what counts. */
export const firstLoadOwnCase = firstLoadCase("a document of one's own, in Chinese");
export const firstLoadFirstCase = firstLoadCase("the first visit, in Chinese");
