import type { Lookup, StorageFailure } from "../../base/lookup.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Mail, PortReply, Progress, TaskFailure, TaskReport } from "../../runtime/environment.ts";

/**
 * What a driver core asks of the placement of its tasks, one action at a time. Everything that could differ between two runs (order,
 * time, faults) is decided before the action, so that synchronous and asynchronous placements give the same log.
 */
export type TaskAction<Deployment> =
  /** Make a task of `deployment`. */
  | { readonly kind: "deploy"; readonly subtask: number; readonly attempt: number; readonly deployment: Deployment }
  | { readonly kind: "turn"; readonly request: TurnRequest }
  /** Drop the task with all it holds; its channels lose what is in them. */
  | { readonly kind: "terminate"; readonly subtask: number; readonly attempt: number };

/** What a deterministic job asks of its host besides. */
export type HostRequest =
  | { readonly kind: "port"; readonly subtask: number; readonly port: string; readonly request: unknown }
  | { readonly kind: "storageWrite"; readonly path: string; readonly text: string }
  | { readonly kind: "storageRead"; readonly path: string }
  | { readonly kind: "storageList"; readonly directory: string }
  | { readonly kind: "storageRemove"; readonly path: string };

/** All that the host of a deterministic job carries out. */
export type HostAction = TaskAction<TaskDeployment> | HostRequest;

/** What a core wants next: an action of the host, or virtual time to move, or nothing any more. */
export type DriverStep<Action> =
  | { readonly kind: "act"; readonly action: Action }
  /** Nothing happens before `to`: a paced loop waits, then calls `advance`. */
  | { readonly kind: "advance"; readonly to: number }
  /** Nothing will happen unless someone outside does something. */
  | { readonly kind: "idle" }
  | { readonly kind: "ended" };

/** Result per kind of action; `undefined` for the others. */
export interface HostResults {
  readonly deploy: DeployReply;
  readonly turn: TurnReply;
  readonly terminate: undefined;
  readonly port: PortReply;
  readonly storageWrite: StorageFailure | undefined;
  readonly storageRead: Lookup<string>;
  readonly storageList: Lookup<readonly string[]>;
  readonly storageRemove: StorageFailure | undefined;
}

export type HostResult = HostResults[HostAction["kind"]];

/** What a task did while it was built (it logs and reports then, too), or why it could not be built. */
export interface DeployReply extends Effects {
  readonly failure: TaskFailure | undefined;
}

/** One turn of one subtask. */
export interface TurnRequest {
  readonly subtask: number;
  readonly attempt: number;
  /** Virtual time, constant during the turn. */
  readonly now: number;
  readonly budget: number;
  /** To post before the step, in order. */
  readonly mail: readonly Mail[];
  /** Read limits of input channels that changed since the last turn: channel index and elements. */
  readonly readLimits: readonly (readonly [channel: number, elements: number])[];
}

export interface TurnReply extends Effects, Wakeups {
  readonly progress: Progress;
  /** By channel that the turn did something to. */
  readonly traffic: readonly Traffic[];
  /** Set when `step` threw; the host has dropped the task then. */
  readonly failure: TaskFailure | undefined;
}

/** What a turn did to a channel: elements that it sent into it, and that it took from it. */
export interface Traffic {
  readonly channel: number;
  readonly sent: number;
  readonly taken: number;
}

/** What came out of a task, each list in order. */
export interface Effects {
  readonly events: readonly LogEventBody[];
  readonly reports: readonly TaskReport[];
  readonly snapshots: readonly StoredSnapshot[];
  readonly portRequests: readonly { readonly requestId: number; readonly port: string; readonly request: unknown }[];
}

/** A snapshot handed over: the host keeps its bytes at `path`, or says why it does not. */
export interface StoredSnapshot {
  readonly checkpointId: number;
  readonly path: string;
  readonly bytes: number;
  readonly failure: StorageFailure | undefined;
}

/** A turn up to one of its calls: how much there was of each of its effects, and what its channels had counted. */
export type TurnSoFar = { readonly [Kind in keyof Effects]: number } & { readonly traffic: readonly Traffic[] };

/** When the task wants its next turn without any input. */
export interface Wakeups {
  /** `Task.busyUntil`. */
  readonly busyUntil: number;
  /** `Task.nextTimerAt()`. */
  readonly nextTimerAt: number;
}
