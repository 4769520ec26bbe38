import type { ChannelIndex } from "../../stream/indices.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Mail, TaskFailure, TaskReport } from "../../runtime/environment.ts";
import type { TurnRequest, TurnProgress } from "../deterministic/core-action.ts";
import type { HostResults } from "../deterministic/host-action.ts";
import type { CounterValue, HeldElements, TakenCount } from "./open-ends.ts";
import type { LogAllowance } from "./outbox.ts";
import type { ChannelElement } from "../../runtime/io/channel-contents.ts";

/** From the control plane to the worker of one subtask. A worker serves one attempt in its life. [HB3] */
export type ToTask =
  | { readonly kind: "deploy"; readonly setting: TaskSetting }
  /** Deterministic: one turn. */
  | { readonly kind: "turn"; readonly request: TurnRequest<Mail>; readonly arrivals: readonly Arrival[]; readonly taken: readonly Taken[] }
  /** Free running. */
  | { readonly kind: "mail"; readonly mail: Mail }
  /** Free running: the task rests, or goes on. */
  | { readonly kind: "pause"; readonly on: boolean }
  /** Free running: so many of the task's events were shipped, so many bytes of its parts stored. */
  | { readonly kind: "confirmed"; readonly events: number; readonly bytes: number }
  /** Free running, to a task that rests: what it has taken of its inputs; then, with that of all, what its outputs hold. */
  | { readonly kind: "countTaken" }
  | { readonly kind: "look"; readonly taken: readonly TakenCount[] }
  | { readonly kind: "ping" };

/** From the worker of a subtask to the control plane, in the order in which things happened. */
export type FromTask =
  /** Modules are loaded and, where there will be user functions, the thread is locked. */
  | { readonly kind: "ready" }
  | ({ readonly kind: "deployed" } & Outcome<HostResults["deploy"]>)
  | ({ readonly kind: "turned" } & Outcome<HostResults["turn"]>)
  /** `before`, in a turn: what of its effects came before. When the store fails, what came behind has not happened. */
  | { readonly kind: "transaction"; readonly operation: TransactionOperation; readonly before?: TurnProgress }
  | { readonly kind: "report"; readonly report: TaskReport }
  | { readonly kind: "events"; readonly atEpochMs: number; readonly events: readonly LogEventBody[] }
  | { readonly kind: "portRequest"; readonly requestId: number; readonly port: string; readonly request: unknown }
  /** Free running: the task is over; `failure` when a step threw. */
  | { readonly kind: "over"; readonly failure: TaskFailure | undefined }
  | { readonly kind: "taken"; readonly counts: readonly TakenCount[] }
  | { readonly kind: "holds"; readonly channels: readonly HeldElements[] }
  /** Counters of a task that shares no memory. */
  | { readonly kind: "counters"; readonly values: readonly CounterValue[] }
  /** A sign of life: answer to a ping, or, in a turn, that the task is built. */
  | { readonly kind: "pong" };

/** A deterministic reply with what the host itself carries: elements that left on channels, records taken from them. */
interface Outcome<Reply> {
  readonly reply: Reply;
  readonly departures: readonly Arrival[];
  readonly taken: readonly Taken[];
}

export interface Arrival {
  readonly channel: ChannelIndex;
  readonly elements: readonly ChannelElement[];
}

/** What a consumer has taken of a channel: elements in all, and how many of them were records. */
export interface Taken {
  readonly channel: ChannelIndex;
  readonly elements: number;
  readonly records: number;
}

export type TransactionOperation =
  | { readonly kind: "stage"; readonly transaction: string; readonly target: string; readonly bytes: Uint8Array }
  | { readonly kind: "commit" | "abort"; readonly transaction: string };

/** Everything a worker needs to build its task. */
export interface TaskSetting {
  readonly deployment: TaskDeployment;
  readonly seed: number;
  /** Counters of all subtasks, shared where memory can be. */
  readonly counters: SharedArrayBuffer | undefined;
  readonly links: TaskLinks;
}

/** How the task's channels are made. `relayed`: elements travel with the turns. */
export type TaskLinks = { readonly kind: "relayed" } | SharedLinks | PortLinks;

export interface FreeLinks {
  /** Wall clock, in epoch milliseconds, of job time 0. */
  readonly startedAt: number;
  /** What of the task's log may be on its way. */
  readonly logMax: LogAllowance;
  /** Subtasks of the job: the counters of its channels stand behind those of so many. */
  readonly subtasks: number;
  /** Place of the counters of the task's operators among those of the job. */
  readonly operatorCounters: number;
}

export interface SharedLinks extends FreeLinks {
  readonly kind: "shared";
  /** Doorbell of this worker; word `cancelWord` behind it says that the task is cancelled. */
  readonly bell: SharedArrayBuffer;
  /** By channel index: its ring and the doorbell at the other end. */
  readonly channels: readonly { readonly channel: ChannelIndex; readonly ring: SharedArrayBuffer; readonly peerBell: SharedArrayBuffer }[];
}

/** Without shared memory: one message port per channel, transferred with the message. */
export interface PortLinks extends FreeLinks {
  readonly kind: "ports";
  readonly channels: readonly { readonly channel: ChannelIndex; readonly port: MessageEnd }[];
}

/** The part of a MessagePort, of browsers and of Node.js, that is used here. */
export interface MessageEnd {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  close(): void;
}

/** Bytes of a worker's bell: the doorbell, then a cache line for the cancel flag. */
export const bellBytes = 128;
/** Index, in 32-bit words, of the cancel flag in a worker's bell: a producer blocked in the middle of a record reads no mail. */
export const cancelWord = 16;
