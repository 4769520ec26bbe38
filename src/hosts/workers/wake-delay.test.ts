import { expect, test } from "vitest";
import { createCatalog } from "../../app/catalog.ts";
import { jobPlan } from "../../control/job-plan.ts";
import { compileJob } from "../../graph/compile-job.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { toTaskIndex } from "../../stream/indices.ts";
import { wakeDelayOf } from "./wake-delay.ts";

const job = (config: JobDocument["config"]): JobDocument => ({
  format: "weir.job/1",
  name: "nothing",
  config,
  operators: [
    { id: "values", type: "values", name: "values", config: { fields: [{ name: "n", type: "INT" }], rows: [], repeat: false } },
    { id: "sink", type: "blackhole", name: "sink", config: {} },
  ],
  edges: [{ id: "e", from: { operator: "values", port: "out" }, to: { operator: "sink", port: "in" } }],
});

test.each<[JobDocument["config"], number | undefined]>([
  [{}, 1],
  [{ "execution.buffer-timeout.interval": "5 s" }, 1],
  [{ "execution.buffer-timeout.interval": "0 ms" }, undefined],
  [{ "execution.buffer-timeout.interval": "0 ms", "execution.buffer-timeout.enabled": "false" }, 1],
])("[RP61] with %j wake-ups are %s ms apart", (config, ms) => {
  const catalog = createCatalog();
  const compiled = compileJob(job(config), catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const plan = jobPlan(compiled, catalog, { jobId: "test", tracesRecords: false });
  expect(wakeDelayOf(plan.deployment(toTaskIndex(0), 0, undefined), () => 0)?.ms).toBe(ms);
});
