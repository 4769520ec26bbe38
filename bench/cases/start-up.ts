import type { BenchCase } from "../bench-case.ts";

const startUpCase = (subtasks: number): BenchCase => ({
  name: "start-up",
  unit: `ms (${subtasks})`,
  better: "lower",
  hosts: ["node", "chromium"],
  program: "start-up",
  subject: { engine: "weir", subtasks },
  peers: [{ name: "workers", params: { engine: "workers", subtasks } }],
});

/** The goal: at most 400 ms from Run to the first record with 16 subtasks. */
export const startUp16Case = startUpCase(16);
export const startUp64Case = startUpCase(64);
