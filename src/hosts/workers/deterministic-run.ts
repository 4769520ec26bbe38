import { DeterministicDriver } from "../deterministic/driver.ts";
import { PacedJob } from "../deterministic/paced-job.ts";
import type { VirtualTimes } from "../deterministic/virtual-times.ts";
import { TurnWorkers } from "./turn-workers.ts";
import { removeIncomplete } from "./worker-stores.ts";
import type { RunSetting, WorkerRun } from "./worker-run.ts";

/** Deterministic run over workers: real threads, turns granted one at a time. */
export function deterministicRun(setting: RunSetting, times: VirtualTimes): WorkerRun {
  const { request, plan, log, tasks, clock, breathe, onBatch, onBroken } = setting;
  const { seed, faults, restore, speed, paused, breakpoints = [] } = request;
  const workers = new TurnWorkers(tasks);
  const driver = new DeterministicDriver({ plan, seed, times, faults, restore, log });
  const host = { clock, breathe, onBatch, perform: (action: Parameters<TurnWorkers["perform"]>[0]) => workers.perform(action) };
  const paced = new PacedJob({ driver, log, host, speed, paused, breakpoints });
  let over = false;
  const runToEnd = async (): Promise<void> => {
    await paced.run();
    over = true;
    workers.close();
    if (driver.ended !== undefined) await removeIncomplete(tasks.stores, plan.jobId);
  };
  runToEnd().catch(onBroken);
  const elementsOf = (channel: number) => (driver.flights.isOpen(channel) ? workers.contents(channel) : []);
  /** Between two actions of the driver, or at once when there will be none any more. */
  const command = <Result>(action: () => Result): Promise<Result> => (over ? Promise.resolve(action()) : paced.command(action));
  return {
    pause: () => paced.pause(),
    resume: () => paced.resume(),
    step: (count, subtask) => paced.step(count, subtask),
    runUntil: (until) => paced.runUntil(until),
    setBreakpoints: (conditions) => paced.setBreakpoints(conditions),
    setSpeed: (next) => paced.setSpeed(next),
    triggerCheckpoint: () => command(() => driver.master?.triggerCheckpoint()),
    cancel: () => command(() => driver.master?.cancel()),
    inject: (fault) => command(() => driver.inject(fault)),
    post: (subtask, mail) => command(() => void driver.post(subtask, mail)),
    contents: () => command(() => plan.topology.channels.map((_, channel) => ({ channel, elements: elementsOf(channel) }))),
    judgeMemory: (measured) => workers.judgeMemory(measured),
    dispose() {
      paced.dispose();
      workers.close();
    },
  };
}
