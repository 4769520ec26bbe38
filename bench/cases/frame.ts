import type { BenchCase } from "../bench-case.ts";

const frameCase = (figure: "p50" | "p95"): BenchCase => ({
  name: "frame",
  unit: `ms (${figure})`,
  better: "lower",
  hosts: ["chromium"],
  program: "frame",
  subject: { figure },
  peers: [{ name: "budget", params: { figure: "budget" } }],
});

/** The goal: 60 frames a second with 2,000 records, 200 subtasks and 600 channels under way. */
export const frameMedianCase = frameCase("p50");
export const frameTailCase = frameCase("p95");
