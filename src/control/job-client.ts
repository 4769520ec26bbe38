import type { ChannelIndex, CheckpointId, ListBy, TaskIndex } from "../stream/indices.ts";
import type { Diagnostic } from "../graph/diagnostic.ts";
import type { RunLimits } from "../graph/job-size.ts";
import type { JobDocument } from "../graph/job-document.ts";
import type { MemoryLimits } from "../graph/task-deployment.ts";
import type { ElementView, LogBatch } from "../observe/event.ts";
import type { StopCondition } from "../observe/stop-condition.ts";
import type { CommandAnswer, RunCommand } from "./run-command.ts";

/** All that the designer may know of a running job. Implemented by the browser host (over a port) and in process. */
export interface JobClient {
  /** Compiles, deploys and starts; the run begins paused when `paused`. Problems of the document come back, never as an exception. */
  start(request: StartRequest): Promise<StartResult>;
  /** Resolves when the command has taken effect, with the reason where it did nothing. [HB70] */
  command(command: RunCommand): Promise<CommandAnswer>;
  /** What the runtime's channels hold right now, to compare with the picture. Pauses for the look when free running. */
  inspect(): Promise<readonly ChannelContents[]>;
  /** Committed rows of a table sink from row `from` on, in commit order: some at a time, none when there are no more. */
  committed(operator: string, from: number): Promise<CommittedOutput>;
  /** Part files that a file sink has published, from number `from` on: some at a time, none when there are no more. */
  committedFiles(operator: string, from: number): Promise<readonly JobFile[]>;
  /** Batches in order. One listener; the job waits when it falls behind. */
  subscribe(listener: (batch: LogBatch) => void): void;
  /** From now on `listener` is told what the job's workers keep, whenever it was measured. Absent where nobody measures. One listener. */
  onMemory?(listener: (use: MemoryUse) => void): void;
  /** Ends the job's workers and frees everything. */
  dispose(): void;
}

/** Memory of a job's workers. [HB35] */
export interface MemoryUse {
  /** Bytes by subtask; undefined for one that was not measured. */
  readonly subtasks: ListBy<TaskIndex, number | undefined>;
  readonly limits: MemoryLimits;
}

export interface StartRequest {
  readonly jobId: string;
  readonly document: JobDocument;
  readonly mode: "deterministic" | "freeRunning";
  readonly seed: number;
  readonly speed: number;
  readonly paused: boolean;
  /** Files that sources read, by the name the document gives them. */
  readonly files: readonly JobFile[];
  readonly faults: readonly ScheduledFault[];
  /** As with `setBreakpoints`; they hold from the first event on. */
  readonly breakpoints?: readonly StopCondition[];
  /** What the run may start; default: `runLimits`. [HB31] */
  readonly limits?: RunLimits;
  /** "latest": go on from the newest complete checkpoint of this job id, when there is one. */
  readonly restore: "latest" | "none";
}

export interface JobFile {
  readonly name: string;
  /** A `Blob` in a page. */
  readonly blob: unknown;
}

export type StartResult =
  | {
      readonly ok: true;
      readonly counters: SharedArrayBuffer | undefined;
      readonly restoredFrom: number | undefined;
      /** What the job's workers are held to, where it has workers. */
      readonly memory?: MemoryLimits;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export type Fault =
  | { readonly kind: "killSubtask"; readonly subtask: TaskIndex }
  | { readonly kind: "killExecutor"; readonly executor: number }
  | { readonly kind: "stallSubtask"; readonly subtask: TaskIndex; readonly forMs: number }
  | { readonly kind: "delayChannel"; readonly channel: ChannelIndex; readonly byMs: number; readonly forMs: number }
  | { readonly kind: "loseAcknowledge"; readonly subtask: TaskIndex }
  | { readonly kind: "delayAcknowledge"; readonly subtask: TaskIndex; readonly byMs: number }
  | { readonly kind: "failSnapshot"; readonly subtask: TaskIndex }
  | { readonly kind: "slowSnapshot"; readonly subtask: TaskIndex; readonly byMs: number }
  /** The subtask dies when it is told that its pre-committed transactions may be committed. */
  | { readonly kind: "crashBeforeCommit"; readonly subtask: TaskIndex }
  | { readonly kind: "crashCoordinator" }
  /** No fault, but as much a part of the run's course: a person sets the job back to its newest complete checkpoint. [CK1] */
  | { readonly kind: "restoreFrom"; readonly checkpointId: CheckpointId }
  /** A person removes a checkpoint that is kept beside the newest one. [CK2] */
  | { readonly kind: "discardCheckpoint"; readonly checkpointId: CheckpointId };

/** Part of a fault script: strikes at the first turn at or after virtual time `at`. */
export interface ScheduledFault {
  readonly at: number;
  readonly fault: Fault;
}

export interface ChannelContents {
  readonly channel: ChannelIndex;
  readonly elements: readonly ElementView["kind"][];
}

export interface CommittedOutput {
  /** Index behind the last row returned; pass it as `from` next time. */
  readonly next: number;
  readonly rows: readonly CommittedRow[];
  /** Where the transactions that the rows came in end, in order. */
  readonly transactions: readonly TransactionEnd[];
}

export interface CommittedRow {
  /** Row kind as its byte. */
  readonly kind: number;
  /** Values as text, in the order of the sink's columns; null for NULL. */
  readonly values: readonly (string | null)[];
}

export interface TransactionEnd {
  /** As the events of the log name it. */
  readonly id: string;
  /** Index behind its last row. */
  readonly to: number;
}
