import { createCatalog } from "../../../app/catalog.ts";
import type { ScheduledFault } from "../../../control/job-client.ts";
import { plainFunctions } from "../../../expression/testing/plain-functions.ts";
import { compileJob } from "../../../graph/compile-job.ts";
import { committedOutput, tableDirectories } from "../../../hosts/control-loop/committed-output.ts";
import { jobTimes } from "../../../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../../../hosts/in-process/run-in-process.ts";
import type { LogEvent, LogEventBody } from "../../../observe/event.ts";
import type { Example } from "../example.ts";

export const catalog = createCatalog();

export interface ExampleRunOptions {
  readonly seed?: number;
  readonly faults?: readonly ScheduledFault[];
  /** Where a run ends that has no end of its own. */
  readonly virtualMs?: number;
}

/** The example with sources that read their rows once, for a run with an end. */
export function readOnce(example: Example): Example {
  const operators = example.document.operators.map((operator) => {
    const { advance: _, ...config } = operator.config;
    return operator.type === "values" ? { ...operator, config: { ...config, repeat: false } } : operator;
  });
  return { ...example, document: { ...example.document, operators } };
}

/** A run of an example's job as a page runs it, to its end or to `virtualMs` of it. */
export function runExample({ document }: Example, { seed = document.run?.seed ?? 0, faults = [], virtualMs = 20_000 }: ExampleRunOptions = {}) {
  const job = compileJob(document, catalog);
  if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
  const log: LogEvent[] = [];
  const result = runInProcess({
    job,
    jobId: "example",
    catalog,
    functions: plainFunctions,
    seed,
    times: jobTimes(job),
    faults,
    limits: { turns: 100_000, virtualMs },
    onEvents: (events) => log.push(...events),
  });
  const { topology, origins } = job;
  const isOf = (operator: string, { subtask, body }: LogEvent): boolean => {
    if (!("operator" in body) || body.operator === undefined) return false;
    const vertex = topology.vertices[topology.subtasks[subtask]?.vertex ?? -1];
    return origins.nodes[vertex?.operators[body.operator]?.node ?? -1] === operator;
  };
  return {
    ...result,
    log,
    /** What the log says of a kind of event, in order; of one operator, if it is named. */
    said: <Kind extends LogEventBody["kind"]>(kind: Kind, operator?: string): readonly Extract<LogEventBody, { readonly kind: Kind }>[] =>
      log
        .filter((event) => event.body.kind === kind && (operator === undefined || isOf(operator, event)))
        .map(({ body }) => body as Extract<LogEventBody, { readonly kind: Kind }>),
    /** Rows for good of a table, in the order of their commits: the fields of each, joined. */
    rows: (table: string): readonly string[] =>
      committedOutput(result.stores.transactions.committed, tableDirectories(job, table), 0).rows.map(({ values }) => values.join(" ")),
  };
}
