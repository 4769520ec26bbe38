import type { BenchCase } from "../bench-case.ts";

/** RxJS needs more than a microsecond per event in some cases: fewer events measure it as well. */
const rxjsShare = 1 / 16;

/** The goal: at least 0.8 of a hand-written loop without state, 0.5 with. */
const oneWorkerCase = (name: string, workload: string, events: number): BenchCase => ({
  name,
  unit: "M records/s",
  better: "higher",
  hosts: ["node", "chromium"],
  program: "one-worker",
  subject: { engine: "weir", workload, events },
  peers: [
    { name: "loop", params: { engine: "loop", workload, events } },
    { name: "rxjs", params: { engine: "rxjs", workload, events: events * rxjsShare } },
  ],
});

export const statelessChainCase = oneWorkerCase("stateless-chain", "stateless", 32_000_000);
export const keyedCountCase = oneWorkerCase("keyed-count", "keyed", 8_000_000);
export const windowCountCase = oneWorkerCase("window-count", "window", 16_000_000);
