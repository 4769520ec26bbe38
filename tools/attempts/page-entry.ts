import type { JobDocument } from "../../src/graph/job-document.ts";
import { createBrowserJobClient } from "../../src/hosts/browser/job-client.ts";
import { readJob } from "../../src/designer/document/job-file.ts";

/** What came of a job that a stranger sent, as the page saw it. */
export interface PageRun {
  /** Last status of the job; "refused" before it ran, "broken" when its frame died, "endless" when it had to be stopped and did not stop. */
  readonly status: string;
  readonly cause: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly ending: "itself" | "asked" | "killed";
  readonly stopMs: number | undefined;
}

export interface PageRequest {
  readonly text: string;
  readonly mode: "freeRunning" | "deterministic";
  readonly runMs: number;
  readonly stopMs: number;
}

/** Characters of each stream that are kept for judging. */
const kept = 2_000_000;

/** Reads a document as an import does, runs it in a cell as the page runs a stranger's, stops it after `runMs`. */
async function runStranger({ text, mode, runMs, stopMs }: PageRequest): Promise<PageRun> {
  const streams = { stdout: "", stderr: "" };
  const write = (stream: keyof typeof streams, line: string): void => {
    if (streams[stream].length < kept) streams[stream] += `${line}\n`;
  };
  const read = readJob(text);
  const over = (status: string, cause: string, ending: PageRun["ending"] = "itself", stopped?: number): PageRun => {
    if (status === "FAILED") write("stderr", `FAILED: ${cause.replaceAll("\n", "\\n")}`);
    return { status, cause, ...streams, ending, stopMs: stopped };
  };
  if (read.document === undefined) return over("refused", JSON.stringify(read.findings));
  let settle: (end: { readonly status: string; readonly cause: string }) => void = () => undefined;
  const ended = new Promise<{ readonly status: string; readonly cause: string }>((resolve) => (settle = resolve));
  const client = createBrowserJobClient((message) => settle({ status: "FAILED", cause: message }), true);
  client.subscribe(({ events }) => {
    for (const { body } of events) {
      if (body.kind === "userLog") write(body.stream === "stdout" ? "stdout" : "stderr", body.text);
      if (body.kind === "jobStatus" && /^(?:FINISHED|FAILED|CANCELED)$/.test(body.status)) settle({ status: body.status, cause: body.cause ?? "" });
    }
  });
  const after = <Value>(ms: number, value: Value): Promise<Value> => new Promise((resolve) => setTimeout(() => resolve(value), ms));
  try {
    const request = { jobId: crypto.randomUUID(), seed: 1, speed: Infinity, paused: false, files: [], faults: [], restore: "none" } as const;
    const started = await Promise.race([client.start({ ...request, mode, document: read.document as JobDocument }), after(runMs, undefined)]);
    if (started === undefined) return over("endless", "it did not start", "killed");
    if (!started.ok) return over("refused", JSON.stringify(started.diagnostics));
    const end = await Promise.race([ended, after(runMs, undefined)]);
    if (end !== undefined) return over(end.status, end.cause);
    const asked = performance.now();
    void client.command({ kind: "cancel" });
    const stopped = await Promise.race([ended, after(stopMs, undefined)]);
    return stopped === undefined ? over("endless", "", "killed") : over(stopped.status, stopped.cause, "asked", performance.now() - asked);
  } catch (error) {
    return over("FAILED", String(error));
  } finally {
    client.dispose();
  }
}

Object.assign(globalThis, { runStranger });
