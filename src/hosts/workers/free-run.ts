import { isPaceCommand } from "../../control/run-command.ts";
import type { CommandAnswer, RunCommand } from "../../control/run-command.ts";
import { FreeRunningJob } from "../control-loop/free-running-job.ts";
import type { FreeRunningSeams } from "../control-loop/free-running-job.ts";
import { inspectChannels } from "./inspect-channels.ts";
import { FreeWorkers } from "./free-workers.ts";
import { reportEveryMs } from "./published-counts.ts";
import type { RunSetting, WorkerRun } from "./worker-run.ts";
import { checkpointStorage, removeIncomplete } from "./worker-stores.ts";

/** Wall milliseconds between two batches of the log at least, and between two looks at the workers' signs of life. */
const shipEveryMs = 16;
const watchEveryMs = 500;
/** Events of a batch: a page folds them in less than a frame. */
const batchMax = 4096;

/** Free run over workers: wall clock, real parallelism. `onEnded` comes once, after the last events were shipped. */
export function freeRun(setting: RunSetting, onEnded: FreeRunningSeams["onEnded"] = () => {}): WorkerRun {
  const { request, plan, log, tasks, clock, startedAt, onBatch, onBroken } = setting;
  const workers = new FreeWorkers({
    ...tasks,
    startedAt,
    onReport: (subtask, attempt, report) => job.onReport(subtask, attempt, report),
    onEvents: (subtask, attempt, at, events) => job.onEvents(subtask, attempt, at, events),
    onTaskLost: (subtask, attempt, message) => job.onTaskLost(subtask, attempt, message),
  });
  let over = false;
  let copiedAt = -Infinity;
  const countersToTell = (): Float64Array | undefined => {
    if (tasks.counters === undefined || tasks.copiesCounters !== true) return workers.takeReported();
    if (!over && clock.now() - copiedAt < reportEveryMs) return undefined;
    copiedAt = clock.now();
    return new Float64Array(tasks.counters).slice();
  };
  const ship = async (): Promise<void> => {
    const written = job.takeWritten();
    const counters = countersToTell();
    if (counters !== undefined) await onBatch({ events: [], hash: "", counters });
    for (let batch = log.takeBatch(batchMax); batch !== undefined; batch = log.takeBatch(batchMax)) await onBatch(batch);
    for (const [subtask, events] of written) workers.confirmEvents(subtask, events);
  };
  const repeated: (() => void)[] = [];
  const stop = (): void => {
    over = true;
    for (const end of repeated) end();
  };
  const job = new FreeRunningJob({
    plan,
    seed: request.seed,
    log,
    seams: {
      now: () => clock.now() - startedAt,
      delay: (ms, callback) => clock.delay(ms, callback),
      storage: checkpointStorage(tasks.stores),
      send: (command) => workers.send(command),
      onEnded(status, cause) {
        stop();
        const end = async (): Promise<void> => {
          await ship();
          workers.close();
          job.onStorageFailed(await removeIncomplete(tasks.stores, plan.jobId));
          await ship();
          onEnded(status, cause);
        };
        end().catch(onBroken);
      },
    },
  });
  const shipAndRest = async (): Promise<number> => {
    const begun = clock.now();
    await ship();
    // A listener gets as much time for other things as the log takes of it: a page stays at hand whatever a job prints.
    return Math.max(shipEveryMs, clock.now() - begun);
  };
  const watch = async (): Promise<number> => {
    await workers.watch(watchEveryMs);
    return watchEveryMs;
  };
  repeated.push(repeat(clock, shipEveryMs, shipAndRest, onBroken), repeat(clock, watchEveryMs, watch, onBroken));
  workers.setPaused(request.paused);
  job.start(request.restore);
  const obey = (command: RunCommand): CommandAnswer => {
    if (!isPaceCommand(command)) return job.command(command);
    if (command.kind !== "pause" && command.kind !== "resume") return "A free run has no turns to count and no clock to stretch.";
    workers.setPaused(command.kind === "pause");
    return undefined;
  };
  return {
    command: (command) => Promise.resolve().then(() => obey(command)),
    contents: () => inspectChannels(workers, plan.topology, clock),
    judgeMemory: (measured) => workers.judgeMemory(measured),
    dispose() {
      stop();
      workers.close();
    },
  };
}

/** Calls `act` in `firstMs`, and each time again in as many milliseconds as it gives, until what is returned is called. */
function repeat(clock: RunSetting["clock"], firstMs: number, act: () => Promise<number>, onBroken: (error: unknown) => void): () => void {
  let cancel: (() => void) | undefined;
  let ended = false;
  const wait = (ms: number): void => {
    cancel = clock.delay(ms, () => void act().then((next) => (ended ? undefined : wait(next)), onBroken));
  };
  wait(firstMs);
  return () => {
    ended = true;
    cancel?.();
  };
}
