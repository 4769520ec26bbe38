import type { JobDocument } from "../../src/graph/job-document.ts";

/** One operator of a job whose operators stand in a line. */
export interface Step {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly parallelism?: number;
  /** Fields by which its input is keyed. */
  readonly key?: readonly string[];
}

/** The same operator behind a hash edge. */
export const keyed = (field: string, step: Step): Step => ({ ...step, key: [field] });

/** The job of some operators one behind the other, with a checkpoint a second. */
export function line(steps: readonly Step[]): JobDocument {
  return {
    format: "weir.job/1",
    name: "bench",
    config: { "execution.checkpointing.interval": "1 s" },
    operators: steps.map(({ type, config, parallelism }, index) => ({
      id: `op${index}`,
      type,
      name: `${type} ${index}`,
      config,
      ...(parallelism === undefined ? {} : { parallelism }),
    })),
    edges: steps.slice(1).map(({ key }, index) => ({
      id: `edge${index}`,
      from: { operator: `op${index}`, port: "out" },
      to: { operator: `op${index + 1}`, port: "in" },
      ...(key === undefined ? {} : { partitioner: { type: "hash" as const, key: [...key] } }),
    })),
  };
}
