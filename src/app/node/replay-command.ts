import type { TaskIndex } from "../../stream/indices.ts";
import { auditRun } from "../../observe/audit.ts";
import type { LogEvent, LogHeader } from "../../observe/event.ts";
import { LogHash } from "../../observe/log-hash.ts";
import { RunLog } from "../../observe/run-log.ts";
import { InputError } from "./cli-options.ts";
import { printLine, sayLine } from "./terminal.ts";

/**
 * Folds a log written with `--log` and prints where it ends: job, checkpoints, channels, and what the log's own rules say of it.
 * Returns 1 when a rule is broken.
 */
export function replayLog(text: string): number {
  const { header, events } = readLog(text);
  const hash = new LogHash();
  const log = new RunLog(header);
  for (const event of events) hash.add(event);
  log.append(events);
  const run = log.head;
  const completed = run.checkpoints.filter((checkpoint) => checkpoint.status === "completed");
  const lines = [
    `job ${header.jobName} (${header.jobId}), ${header.mode}, seed ${header.seed}`,
    `${events.length} events, ${Math.round(run.at)} ms, log ${hash.toString()}`,
    `status ${run.status}${run.statusCause === undefined ? "" : `: ${run.statusCause}`}`,
    `${run.failures.length} failures, ${completed.length} checkpoints completed, newest ${completed.at(-1)?.id ?? "none"}`,
    ...header.topology.channels.map((channel, index) => {
      const state = run.channels[index];
      const name = `${subtaskName(header, channel.from)} -> ${subtaskName(header, channel.to)}`;
      return `channel ${index} ${name}: ${state?.sent ?? 0} sent, ${state?.received ?? 0} received, ${state?.lost ?? 0} lost`;
    }),
  ];
  for (const line of lines) printLine(line);
  const broken = auditRun(run);
  for (const { rule, channel, message } of broken) sayLine(`${rule}, channel ${channel}: ${message}`);
  return broken.length === 0 ? 0 : 1;
}

function subtaskName({ topology }: LogHeader, index: TaskIndex): string {
  const subtask = topology.subtasks[index];
  return `${topology.vertices[subtask?.vertex ?? 0]?.name ?? "?"} ${subtask?.index ?? "?"}`;
}

function readLog(text: string): { readonly header: LogHeader; readonly events: readonly LogEvent[] } {
  const [first = "", ...rest] = text.split("\n").filter((line) => line !== "");
  const header = parseLine(first, 1) as { readonly header?: LogHeader };
  if (header.header === undefined)
    throw new InputError("the first line is not the header of a run log: write one with run --log FILE");
  return { header: header.header, events: rest.map((line, index) => parseLine(line, index + 2) as LogEvent) };
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line, reviveTimestamp);
  } catch (error) {
    throw new InputError(`line ${number} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function reviveTimestamp(key: string, value: unknown): unknown {
  if (key !== "timestamp" && key !== "start" && key !== "end") return value;
  return value === "max" ? Infinity : value === "min" ? -Infinity : value;
}
