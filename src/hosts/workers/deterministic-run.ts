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
  const runToEnd = async (): Promise<void> => {
    await paced.run();
    workers.close();
    if (driver.ended !== undefined) await removeIncomplete(tasks.stores, plan.jobId);
  };
  runToEnd().catch(onBroken);
  const elementsOf = (channel: number) => (driver.flights.isOpen(channel) ? workers.contents(channel) : []);
  return {
    command: (command) => paced.command(command),
    contents: () => paced.betweenActions(() => plan.topology.channels.map((_, channel) => ({ channel, elements: elementsOf(channel) }))),
    judgeMemory: (measured) => workers.judgeMemory(measured),
    dispose() {
      paced.dispose();
      workers.close();
    },
  };
}
