import type { JobClient, MemoryUse, StartRequest } from "../../src/control/job-client.ts";
import type { LogEvent } from "../../src/observe/event.ts";
import { createBrowserJobClient } from "../../src/hosts/browser/job-client.ts";

/** A job that a test runs in the page, seen through its client alone. */
export interface PageJob {
  readonly client: JobClient;
  readonly events: LogEvent[];
  /** Every measurement of what its workers keep. */
  readonly memory: MemoryUse[];
  /** Hash of the log so far. */
  hash: string;
  /** Resolves with the first event that matches. */
  until(matches: (event: LogEvent) => boolean): Promise<LogEvent>;
}

export interface JobPage {
  /** `isolated`: in a cell, as a stranger's job. */
  start(request: Partial<StartRequest> & Pick<StartRequest, "document" | "mode">, isolated?: boolean): Promise<PageJob>;
  /** Why an isolated job cannot run at all. */
  refusal(document: StartRequest["document"]): Promise<string>;
  /** Rows of a table sink that the job published, as `value|value`. */
  committed(job: PageJob, documentId: string): Promise<readonly string[]>;
}

async function start(request: Parameters<JobPage["start"]>[0], isolated = false): Promise<PageJob> {
  const client = createBrowserJobClient(undefined, isolated);
  const events: LogEvent[] = [];
  const waiting: { matches(event: LogEvent): boolean; resolve(event: LogEvent): void }[] = [];
  const job: PageJob = {
    client,
    events,
    memory: [],
    hash: "",
    until: (matches) =>
      new Promise((resolve) => {
        const found = events.find(matches);
        if (found) resolve(found);
        else waiting.push({ matches, resolve });
      }),
  };
  client.subscribe((batch) => {
    job.hash = batch.hash;
    for (const event of batch.events) {
      events.push(event);
      for (const each of waiting) if (each.matches(event)) each.resolve(event);
    }
  });
  client.onMemory?.((use) => job.memory.push(use));
  const defaults = { jobId: "test", seed: 1, speed: Infinity, paused: false, files: [], faults: [], restore: "none" } as const;
  const result = await client.start({ ...defaults, ...request });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return job;
}

function refusal(document: StartRequest["document"]): Promise<string> {
  return new Promise((resolve) => {
    const client = createBrowserJobClient(resolve, true);
    const request = { jobId: "test", seed: 1, speed: Infinity, paused: false, files: [], faults: [], restore: "none" } as const;
    void client.start({ ...request, document, mode: "freeRunning" }).then(() => resolve("it runs"));
  });
}

async function committed(job: PageJob, documentId: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const { rows } = await job.client.committed(documentId, texts.length);
    if (rows.length === 0) return texts;
    texts.push(...rows.map(({ values }) => values.join("|")));
  }
}

Object.assign(globalThis, { jobs: { start, refusal, committed } satisfies JobPage });
