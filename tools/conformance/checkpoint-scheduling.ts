import { isDeepStrictEqual } from "node:util";
import { toCheckpointId, toTaskIndex } from "../../src/stream/indices.ts";
import { CheckpointCoordinator } from "../../src/control/checkpoint-coordinator.ts";
import type { CheckpointedJob } from "../../src/control/checkpoint-coordinator.ts";
import type { CheckpointFailureReason } from "../../src/control/checkpoint-failures.ts";
import { ManualControl } from "../../src/control/testing/manual-control.ts";
import type { LogEventBody } from "../../src/observe/event.ts";
import type { Suite } from "./suite.ts";

interface Event {
  readonly t: number;
  readonly ack?: number;
  readonly decline?: number;
  readonly reason?: CheckpointFailureReason;
  readonly savepoint?: number;
  readonly checkpoint?: number;
  readonly scheduler?: "stop" | "start";
}

interface Given {
  readonly interval: number;
  readonly minPause: number;
  readonly maxConcurrent: number;
  readonly timeout: number;
  readonly unaligned: boolean;
  readonly tolerableFailures: number;
  readonly firstDelay: number;
  readonly events: readonly Event[];
  readonly until: number;
}

type Entry = Readonly<Record<string, unknown>>;

const metrics = { startDelayMs: 0, alignmentMs: 0, syncMs: 0, asyncMs: 0, bytes: 0 };

export const checkpointSchedulingSuite: Suite = {
  name: "checkpoint-scheduling",
  run(given: Given) {
    const log: Entry[] = [];
    const control = new ManualControl();
    const note = (entry: Entry): void => void log.push({ t: control.now(), ...entry });
    const coordinator = coordinatorOf(given, control, () => note({ is: "failsJob" }));
    const answerOf = (request: number) => (answer: { readonly id: number } | { readonly refused: string }) =>
      note("id" in answer ? { is: "answered", request } : { is: "refused", request, reason: answer.refused });
    coordinator.startScheduler();
    for (const event of given.events) {
      control.advance(event.t);
      if (event.ack !== undefined) coordinator.acknowledge(toTaskIndex(0), toCheckpointId(event.ack), undefined, metrics);
      if (event.decline !== undefined) coordinator.decline(toTaskIndex(0), toCheckpointId(event.decline), event.reason ?? "CHECKPOINT_DECLINED");
      if (event.savepoint !== undefined) coordinator.request("savepoint", answerOf(event.savepoint));
      if (event.checkpoint !== undefined) coordinator.request("checkpoint", answerOf(event.checkpoint));
      if (event.scheduler === "start") coordinator.startScheduler();
      if (event.scheduler === "stop") coordinator.stopScheduler();
    }
    control.advance(given.until);
    for (const { at, body } of control.events) {
      const entry = entryOf(body);
      if (entry !== undefined) log.push({ t: at, ...entry });
    }
    return { log };
  },
  /** Entries of one time compare as a multiset. */
  compare(expected: { readonly log: readonly Entry[] }, actual: { readonly log: readonly Entry[] }) {
    const [wanted, found] = [sorted(expected.log), sorted(actual.log)];
    if (isDeepStrictEqual(wanted, found)) return undefined;
    return `  expected ${wanted.join(" ")}\n  actual   ${found.join(" ")}`;
  },
};

function coordinatorOf(given: Given, control: ManualControl, failsJob: () => void): CheckpointCoordinator {
  const job: CheckpointedJob = {
    plan: () => ({ trigger: [toTaskIndex(0)], waitFor: [toTaskIndex(0)], finished: [] }),
    snapshotSources: () => new Map(),
    trigger() {},
    persist: (_checkpoint, done) => done(undefined),
    completed() {},
    aborted() {},
    fail: failsJob,
  };
  const options = {
    intervalMs: given.interval,
    timeoutMs: given.timeout,
    minPauseMs: given.minPause,
    maxConcurrent: given.maxConcurrent,
    tolerableFailures: given.tolerableFailures,
    numRetained: 1,
    mode: "EXACTLY_ONCE" as const,
    unaligned: given.unaligned,
    checkpointsAfterTasksFinish: true,
  };
  return new CheckpointCoordinator(control, job, options, given.firstDelay);
}

function entryOf(event: LogEventBody): Entry | undefined {
  switch (event.kind) {
    case "checkpointTriggered":
      return { is: "started", id: event.checkpointId, type: event.savepoint ? "savepoint" : "checkpoint" };
    case "checkpointCompleted":
      return { is: "completed", id: event.checkpointId };
    case "checkpointFailed":
      return { is: "failed", id: event.checkpointId, reason: event.reason };
    default:
      return undefined;
  }
}

/** One text per entry, in order of time and inside one time by text. */
function sorted(log: readonly Entry[]): readonly string[] {
  const keyed = log.map((entry) => ({ t: Number(entry["t"]), text: JSON.stringify(Object.entries(entry).sort()) }));
  return keyed.sort((a, b) => a.t - b.t || (a.text < b.text ? -1 : 1)).map(({ text }) => text);
}
