import type { BenchCase } from "../bench-case.ts";

const seekCase = (figure: "seek" | "stepBack", unit: string): BenchCase => ({
  name: "seek",
  unit,
  better: "lower",
  hosts: ["node", "chromium"],
  program: "seek",
  subject: { figure, events: 1_000_000 },
  peers: [{ name: "budget", params: { figure, budget: 1 } }],
});

/** The goal: any of a million events within 100 ms, a step back within 50 ms. */
export const seekAnywhereCase = seekCase("seek", "ms (seek)");
export const stepBackCase = seekCase("stepBack", "ms (back)");
