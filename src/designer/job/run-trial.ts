import type { JobClient } from "../../control/job-client.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { LogBatch, Topology } from "../../observe/event.ts";
import type { TrialResult } from "../shell/slots.ts";

/** A trial that ran this long is ended: some function never returns to its timers. */
const longestMs = 10_000;

const trialJobId = crypto.randomUUID().replaceAll("-", "");

/** Runs a small bounded job to its end beside whatever else runs, and gives what its print sinks wrote. [UI34] */
export async function runTrial(connect: () => JobClient, document: JobDocument): Promise<TrialResult> {
  const client = connect();
  const rows: { port: string; text: string }[] = [];
  let limit: ReturnType<typeof setTimeout> | undefined;
  try {
    const ended = new Promise<string | undefined>((resolve) => {
      let topology: Topology | undefined;
      limit = setTimeout(() => resolve(`did not end within ${longestMs / 1000} s`), longestMs);
      client.subscribe(({ header, events }: LogBatch) => {
        topology ??= header?.topology;
        for (const { subtask, body } of events) {
          if (body.kind === "sinkWritten") rows.push({ port: sinkName(topology, subtask, body.operator), text: body.text });
          if (body.kind === "jobStatus" && body.status === "FINISHED") resolve(undefined);
          if (body.kind === "jobStatus" && body.status === "FAILED") resolve(body.cause ?? "FAILED");
        }
      });
    });
    const request = { jobId: trialJobId, document, mode: "deterministic", seed: 7, speed: Infinity, paused: false } as const;
    const started = await client.start({ ...request, files: [], faults: [], restore: "none" });
    if (!started.ok) return { rows, failure: undefined, diagnostics: started.diagnostics };
    return { rows, failure: await ended, diagnostics: [] };
  } finally {
    clearTimeout(limit);
    client.dispose();
  }
}

/** Name of the sink, which is that of the port in front of it. */
function sinkName(topology: Topology | undefined, subtask: number, operator: number): string {
  const vertex = topology?.subtasks[subtask]?.vertex;
  return (vertex === undefined ? undefined : topology?.vertices[vertex]?.operators[operator]?.name) ?? "";
}
