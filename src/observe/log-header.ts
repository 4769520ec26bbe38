import type { RunnableJob } from "../graph/compile-graph.ts";
import type { LogHeader } from "./event.ts";

/** Header of the log of one run of a job. */
export function logHeader(
  { streamGraph, topology, origins }: RunnableJob,
  run: Omit<LogHeader, "jobName" | "topology" | "origins">,
): LogHeader {
  return { ...run, jobName: streamGraph.jobName, topology, origins };
}
