import type { BenchCase } from "../bench-case.ts";

/** The goal: at least 5 times RxJS. */
export const keyedShuffleCase: BenchCase = {
  name: "keyed-shuffle",
  unit: "M records/s",
  better: "higher",
  hosts: ["node", "chromium"],
  program: "keyed-shuffle",
  subject: { engine: "weir", events: 8_000_000 },
  peers: [{ name: "rxjs", params: { engine: "rxjs", events: 2_000_000 } }],
};
