import { jobPlan } from "../../control/job-plan.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { ScheduledFault } from "../../control/job-client.ts";
import type { RunnableJob } from "../../graph/compile-graph.ts";
import type { TaskTuning } from "../../graph/task-deployment.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import { logHeader } from "../../observe/log-header.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import type { LogEvent } from "../../observe/event.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { FunctionCompiler, PortReply } from "../../runtime/environment.ts";
import { DeterministicJob } from "../deterministic/deterministic-job.ts";
import type { HostAction, HostResult } from "../deterministic/host-action.ts";
import { runToEnd } from "../deterministic/run-to-end.ts";
import type { RunBudget, RunOutcome } from "../deterministic/run-to-end.ts";
import type { VirtualTimes } from "../deterministic/virtual-times.ts";
import type { CheckpointFiles, ReadableTransactions } from "../stores.ts";
import { MemoryFiles, MemoryTransactions } from "./memory-stores.ts";
import { InProcessTasks } from "./task-host.ts";
import type { InProcessOptions } from "./task-host.ts";

export interface InProcessRun {
  readonly job: RunnableJob;
  readonly jobId: string;
  readonly catalog: RuntimeCatalog;
  readonly functions: FunctionCompiler;
  readonly seed: number;
  readonly times: VirtualTimes;
  readonly faults: readonly ScheduledFault[];
  readonly limits: RunBudget;
  /** New ones by default; those of an earlier run to go on from it. */
  readonly stores?: Stores;
  /** "none": a fresh start, which does not look for checkpoints. By default the newest checkpoint in given `stores`, if there is one. */
  readonly restore?: "latest" | "none";
  readonly port?: (port: string, request: unknown) => PortReply;
  /** Seams for planted bugs: another plan, other channels. */
  readonly alterPlan?: (plan: JobPlan) => JobPlan;
  readonly channel?: InProcessOptions["channel"];
  /** How tasks cut their work and lay out their state; default: as everywhere. */
  readonly tuning?: TaskTuning;
  /** Whether the log has every record; default: it does. */
  readonly tracesRecords?: boolean;
  readonly onEvents?: (events: readonly LogEvent[]) => void;
  /** Called with each action before it is carried out, and without one behind it. */
  readonly onAction?: (action?: HostAction) => void;
  /** Asked before each action: true ends the run where it is. */
  readonly until?: (job: DeterministicJob) => boolean;
}

export interface Stores {
  readonly files: CheckpointFiles;
  readonly transactions: ReadableTransactions;
}

export interface InProcessResult {
  readonly outcome: RunOutcome;
  /** Undefined when the job did not end. */
  readonly status: JobStatus | undefined;
  readonly failureCause: string | undefined;
  readonly stores: Stores;
  readonly hash: string;
  readonly events: number;
  readonly turns: number;
  readonly virtualMs: number;
  /** Elements that channel `channel` holds at the end. */
  queued(channel: ChannelIndex): number;
}

const actionsPerBatch = 100;

/** Runs a compiled job in this thread under the deterministic driver, as fast as it goes. */
export function runInProcess(run: InProcessRun): InProcessResult {
  const { job, jobId, catalog, functions, seed, times, faults, limits } = run;
  const stores = run.stores ?? { files: new MemoryFiles(), transactions: new MemoryTransactions() };
  const original = jobPlan(job, catalog, { jobId, tracesRecords: run.tracesRecords ?? true, ...(run.tuning && { tuning: run.tuning }) });
  const plan = run.alterPlan?.(original) ?? original;
  const tasks = new InProcessTasks({
    seed,
    topology: plan.topology,
    catalog,
    functions,
    ...stores,
    port: run.port ?? ((port) => ({ ok: false, message: `there is no port ${port} here` })),
    ...(run.channel === undefined ? {} : { channel: run.channel }),
  });
  const log = new LogWriter(logHeader(job, { jobId, mode: "deterministic", seed, startedAt: 0 }), true);
  const restore = run.restore ?? (run.stores === undefined ? "none" : "latest");
  const deterministic = new DeterministicJob({ plan, seed, times, faults, restore, log });
  const { core } = deterministic;
  const forward = (): void => {
    const batch = log.takeBatch();
    if (batch !== undefined && batch.events.length > 0) run.onEvents?.(batch.events);
  };
  let actions = 0;
  const perform = (action: HostAction): HostResult => {
    if (++actions % actionsPerBatch === 0) forward();
    run.onAction?.(action);
    const result = tasks.perform(action);
    run.onAction?.();
    return result;
  };
  const outcome = runToEnd(core, perform, limits, () => run.until?.(deterministic) === true);
  forward();
  return {
    outcome,
    status: deterministic.ended,
    failureCause: deterministic.failureCause,
    stores,
    hash: log.hashText,
    events: log.length,
    turns: core.turns,
    virtualMs: core.now,
    queued: (channel) => (core.flights.isOpen(channel) ? tasks.contents(channel).length : 0),
  };
}
