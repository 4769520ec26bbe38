import type { ChannelContents, JobClient, MemoryUse, StartRequest } from "../../control/job-client.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { LogBatch } from "../../observe/event.ts";
import type { LogWriter } from "../../observe/log-writer.ts";
import type { WallClock } from "../deterministic/pacer.ts";
import type { MeasuredMemory } from "./judge-memory.ts";
import type { WorkerTasksOptions } from "./turn-workers.ts";

/** A started job in workers, in either mode; what its client's calls come to. */
export interface WorkerRun extends Pick<JobClient, "command"> {
  contents(): Promise<readonly ChannelContents[]>;
  /** See `judgeMemory`. */
  judgeMemory(measured: MeasuredMemory): MemoryUse | undefined;
  dispose(): void;
}

/** What both modes need to run a compiled job. */
export interface RunSetting {
  readonly request: Pick<StartRequest, "seed" | "speed" | "paused" | "faults" | "breakpoints" | "restore">;
  readonly plan: JobPlan;
  readonly log: LogWriter;
  readonly tasks: WorkerTasksOptions;
  readonly clock: WallClock;
  /** Epoch milliseconds of job time 0. */
  readonly startedAt: number;
  yieldToEvents(): Promise<void>;
  /** Ships events; the next batch waits for it. */
  onBatch(batch: LogBatch): void | Promise<void>;
  /** The control plane itself is broken: a defect. */
  onBroken(error: unknown): void;
}
