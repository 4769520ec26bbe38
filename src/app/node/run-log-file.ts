import { closeSync, openSync, writeSync } from "node:fs";
import { ownLines } from "../../base/one-line.ts";
import type { RunnableJob } from "../../graph/compile-graph.ts";
import { writeTimestamp } from "../../hosts/node/job-process/job-message.ts";
import type { LogEvent, LogHeader } from "../../observe/event.ts";
import { logHeader } from "../../observe/log-header.ts";
import type { CliOptions } from "./cli-options.ts";
import { usable } from "./named-places.ts";

/** A file of JSON lines: the header, then one event each. */
export interface RunLogFile {
  write(events: readonly LogEvent[]): void;
  close(): void;
}

/** Throws `InputError` where no file can be written at `path`. */
export function openRunLog(path: string, job: RunnableJob, jobId: string, options: CliOptions): RunLogFile {
  const file = usable("--log", path, () => openSync(path, "w"));
  const write = (lines: readonly unknown[]): void => {
    if (lines.length > 0) writeSync(file, `${ownLines(lines.map((line) => JSON.stringify(line, writeTimestamp)).join("\n"))}\n`);
  };
  write([{ header: headerOf(job, jobId, options) }]);
  return { write, close: () => closeSync(file) };
}

function headerOf(job: RunnableJob, jobId: string, { deterministic, seed }: CliOptions): LogHeader {
  const mode = deterministic ? "deterministic" : "freeRunning";
  return logHeader(job, { jobId, mode, seed, startedAt: Date.now() });
}
