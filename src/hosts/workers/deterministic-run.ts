import { coordinator } from "../../observe/event.ts";
import { DeterministicJob } from "../deterministic/deterministic-job.ts";
import { itemsOf } from "../../stream/indices.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { HostAction } from "../deterministic/host-action.ts";
import { PacedRun } from "../deterministic/paced-run.ts";
import type { VirtualTimes } from "../deterministic/virtual-times.ts";
import { TurnWorkers } from "./turn-workers.ts";
import { removeIncomplete } from "./worker-stores.ts";
import type { RunSetting, WorkerRun } from "./worker-run.ts";

/** Deterministic run over workers: real threads, turns granted one at a time. */
export function deterministicRun(setting: RunSetting, times: VirtualTimes): WorkerRun {
  const { request, plan, log, tasks, clock, yieldToEvents, onBatch, onBroken } = setting;
  const { seed, faults, restore, speed, paused, breakpoints = [] } = request;
  const workers = new TurnWorkers(tasks);
  const job = new DeterministicJob({ plan, seed, times, faults, restore, log });
  const { core } = job;
  const host = { clock, yieldToEvents, onBatch, perform: (action: HostAction) => workers.perform(action) };
  const paced = new PacedRun({ core, obey: (command) => job.command(command), log, host, speed, paused, breakpoints });
  const runToEnd = async (): Promise<void> => {
    await paced.run();
    workers.close();
    if (job.ended === undefined) return;
    for (const failure of await removeIncomplete(tasks.stores, plan.jobId)) {
      core.log({ kind: "storageFailed", ...failure, outcome: "leftBehind" }, coordinator);
    }
    const last = log.takeBatch();
    if (last !== undefined) await onBatch(last);
  };
  runToEnd().catch(onBroken);
  const elementsOf = (channel: ChannelIndex) => (core.flights.isOpen(channel) ? workers.contents(channel) : []);
  const contents = () => plan.topology.channels.map((_, channel) => ({ channel, elements: elementsOf(channel) }));
  return {
    command: (command) => paced.command(command),
    contents: () => paced.betweenActions(() => itemsOf(contents())),
    judgeMemory: (measured) => workers.judgeMemory(measured),
    dispose() {
      paced.dispose();
      workers.close();
    },
  };
}
