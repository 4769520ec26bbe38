import type { OperatorIndex, TaskIndex } from "../../stream/indices.ts";
import type { JobClient, JobFile } from "../../control/job-client.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { LogBatch, RunShape } from "../../observe/event.ts";
import { trialPort } from "../document/trial-document.ts";

interface TrialRow {
  readonly port: string;
  readonly text: string;
  readonly values?: readonly (string | null)[] | undefined;
}

/** What came of a job that was tried. */
export interface TrialResult {
  /** What print sinks wrote, with the sink's name, as its line and as what its fields hold. */
  readonly rows: readonly TrialRow[];
  /** Cause of its failure, with record, function and line. */
  readonly failure: string | undefined;
  /** What kept it from starting. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A trial that ran this long is ended: some function never returns to its timers. */
const longestMs = 10_000;

const trialJobId = crypto.randomUUID().replaceAll("-", "");

/** Runs a small bounded job to its end beside whatever else runs, and gives what its print sinks wrote. [UI36] */
export async function runTrial(
  connect: () => JobClient,
  document: JobDocument,
  files: readonly JobFile[] = [],
): Promise<TrialResult> {
  const client = connect();
  const rows: TrialRow[] = [];
  let limit: ReturnType<typeof setTimeout> | undefined;
  try {
    const ended = new Promise<string | undefined>((resolve) => {
      let shape: RunShape | undefined;
      limit = setTimeout(() => resolve(`did not end within ${longestMs / 1000} s`), longestMs);
      client.subscribe(({ header, events }: LogBatch) => {
        shape ??= header;
        for (const { subtask, body } of events) {
          if (shape && body.kind === "sinkWritten")
            rows.push({ port: portOf(shape, subtask, body.operator), text: body.text, values: body.values });
          if (body.kind === "jobStatus" && body.status === "FINISHED") resolve(undefined);
          if (body.kind === "jobStatus" && body.status === "FAILED") resolve(body.cause ?? "FAILED");
        }
      });
    });
    const request = { jobId: trialJobId, document, mode: "deterministic", seed: 7, speed: Infinity, paused: false } as const;
    const started = await client.start({ ...request, files, faults: [], restore: "none" });
    if (!started.ok) return { rows, failure: undefined, diagnostics: started.diagnostics };
    return { rows, failure: await ended, diagnostics: [] };
  } finally {
    clearTimeout(limit);
    client.dispose();
  }
}

/** Output port of the operator that is tried, in front of the sink that wrote. */
function portOf({ topology, origins }: RunShape, subtask: TaskIndex, operator: OperatorIndex): string {
  const vertex = topology.subtasks[subtask]?.vertex;
  const sink = vertex === undefined ? undefined : topology.vertices[vertex]?.operators[operator];
  const drawn = sink && origins.nodes[sink.node];
  return drawn === undefined ? "" : trialPort(drawn);
}
