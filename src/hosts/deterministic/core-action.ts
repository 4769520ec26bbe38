import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Progress, TaskFailure } from "../../runtime/environment.ts";

/** What passes between a core's client and its tasks: the core hands it on, and looks into none of it. */
export interface Dealings {
  /** What a task is made of. */
  readonly deployment: unknown;
  /** What the client tells a task. */
  readonly mail: unknown;
  /** What a task tells the client. */
  readonly effect: unknown;
  /** What the client has done outside of its tasks; `never` when nothing. */
  readonly request: { readonly kind: string };
}

/**
 * What a driver core asks of the placement of its tasks, one action at a time. Everything that could differ between two runs (order,
 * time, faults) is decided before the action, so that synchronous and asynchronous placements give the same log.
 */
export type TaskAction<D extends Dealings> =
  /** Make a task of `deployment`. */
  | { readonly kind: "deploy"; readonly subtask: TaskIndex; readonly attempt: number; readonly deployment: D["deployment"] }
  | { readonly kind: "turn"; readonly request: TurnRequest<D["mail"]> }
  /** Drop the task with all it holds; its channels lose what is in them. */
  | { readonly kind: "terminate"; readonly subtask: TaskIndex; readonly attempt: number };

/** What a core wants next: an action of the host, or virtual time to move, or nothing any more. */
export type DriverStep<Action> =
  | { readonly kind: "act"; readonly action: Action }
  /** Nothing happens before `to`: a paced loop waits, then calls `advance`. */
  | { readonly kind: "advance"; readonly to: number }
  /** Nothing will happen unless someone outside does something. */
  | { readonly kind: "idle" }
  | { readonly kind: "ended" };

/** What came out of a task, each list in order. */
export interface Told<Effect> {
  readonly events: readonly LogEventBody[];
  readonly effects: readonly Effect[];
}

/** What a task did while it was built (it logs and tells then, too), or why it could not be built. */
export interface DeployReply<Effect> extends Told<Effect> {
  readonly failure: TaskFailure | undefined;
}

/** One turn of one subtask. */
export interface TurnRequest<Mail> {
  readonly subtask: TaskIndex;
  readonly attempt: number;
  /** Virtual time, constant during the turn. */
  readonly now: number;
  readonly budget: number;
  /** To post before the step, in order. */
  readonly mail: readonly Mail[];
  /** Read limits of input channels that changed since the last turn: channel index and elements. */
  readonly readLimits: readonly (readonly [channel: ChannelIndex, elements: number])[];
}

export interface TurnReply<Effect> extends Told<Effect>, Wakeups {
  readonly progress: Progress;
  /** By channel that the turn did something to. */
  readonly traffic: readonly Traffic[];
  /** Set when `step` threw; the host has dropped the task then. */
  readonly failure: TaskFailure | undefined;
}

/** What a turn did to a channel: elements that it sent into it, and that it took from it. */
export interface Traffic {
  readonly channel: ChannelIndex;
  readonly sent: number;
  readonly taken: number;
}

/** A turn up to one of its calls: how much the task had told, and what its channels had counted. */
export interface TurnProgress {
  readonly events: number;
  readonly effects: number;
  readonly traffic: readonly Traffic[];
}

/** When the task wants its next turn without any input. */
export interface Wakeups {
  /** `Process.busyUntil`. */
  readonly busyUntil: number;
  /** `Process.nextTimerAt()`. */
  readonly nextTimerAt: number;
}
