import type { BenchCase } from "../bench-case.ts";

/** The goal: at most 10 ms with a million keys. */
export const checkpointPauseCase: BenchCase = {
  name: "checkpoint-pause",
  unit: "ms",
  better: "lower",
  hosts: ["node", "chromium"],
  program: "checkpoint-pause",
  subject: { engine: "weir", keys: 1_000_000 },
  peers: [{ name: "stop-the-world", params: { engine: "stop-the-world", keys: 1_000_000 } }],
};
