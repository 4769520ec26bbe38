import { expect, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkJob } from "../src/graph/check-job.ts";
import { createDesignCatalog } from "../src/app/design-catalog.ts";
import { jobsNamed } from "../bench/jobs/measure-jobs.ts";
import { runJob } from "../bench/jobs/run-job.ts";
import { cases } from "../bench/cases/registry.ts";
import { nodeHost } from "../bench/hosts/node-host.ts";
import type { Params } from "../bench/program.ts";

const host = nodeHost();
const nodeCases = cases.filter(({ hosts }) => hosts.includes("node"));

/** The same program with next to nothing to do: says that it runs, so that benchmarks cannot rot. */
function tiny(params: Params): Params {
  const most: Readonly<Record<string, number>> = { events: 262_144, keys: 20_000, subtasks: 4 };
  const limited = (name: string, value: string | number): string | number =>
    typeof value === "number" ? Math.min(value, most[name] ?? Infinity) : value;
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, limited(name, value)]));
}

test.each(nodeCases)("benchmark $name runs", async ({ program, subject }) => {
  expect(await host.run(program, tiny(subject))).toBeGreaterThan(0);
});

test.each(jobsNamed(undefined))("the job $name of the benchmark is one that compiles", ({ document }) => {
  expect(checkJob(document(100), createDesignCatalog())).toMatchObject({ ok: true, diagnostics: [] });
});

test.each(["count-text", "json-table"])("the job %s runs through the command line, and its time is taken", async (name) => {
  const directory = mkdtempSync(join(tmpdir(), "weir-jobs-"));
  try {
    for (const job of jobsNamed([name])) {
      const { seconds, cpuSeconds } = await runJob(job, 1_000, directory);
      expect(seconds).toBeGreaterThan(0);
      if (process.platform === "linux") expect(cpuSeconds).toBeGreaterThan(0);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("a job that is not there is refused with the names of those that are", () => {
  expect(() => jobsNamed(["pas"])).toThrow(/no such job "pas"; there are pass, map-filter-map, /);
});
