import type { TaskIndex } from "../stream/indices.ts";
import type { StopCondition } from "../observe/stop-condition.ts";
import type { Fault } from "./job-client.ts";

/** Moves a run in time. All but `pause` and `resume` need turns to count and a clock to stretch: the deterministic mode. */
export type PaceCommand =
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  /** Runs `count` further log events (of `subtask`, when given), then pauses. Done when it has. */
  | { readonly kind: "step"; readonly count: number; readonly subtask?: TaskIndex | undefined }
  /** Runs until an event matches, then pauses. Done when it has, or when it was paused or ended before. */
  | { readonly kind: "runUntil"; readonly until: StopCondition }
  /** From now on the run pauses behind every event that meets one of these, in place of those set before. */
  | { readonly kind: "setBreakpoints"; readonly conditions: readonly StopCondition[] }
  /** Virtual per wall milliseconds; `Infinity` = as fast as possible. */
  | { readonly kind: "setSpeed"; readonly speed: number };

/** Acts on the job itself, in either mode. */
export type JobCommand =
  | { readonly kind: "triggerCheckpoint" }
  | { readonly kind: "injectFault"; readonly fault: Fault }
  /** A record typed into a manual source; `operator` as the front end calls it. */
  | { readonly kind: "userInput"; readonly operator: string; readonly input: unknown }
  | { readonly kind: "cancel" };

/** All that may be asked of a running job, as plain data: it crosses threads and frames as it is. */
export type RunCommand = PaceCommand | JobCommand;

/** Why a command did nothing, for the person who gave it; undefined when it was carried out. */
export type CommandAnswer = string | undefined;

export function isPaceCommand(command: RunCommand): command is PaceCommand {
  switch (command.kind) {
    case "pause":
    case "resume":
    case "step":
    case "runUntil":
    case "setBreakpoints":
    case "setSpeed":
      return true;
    case "triggerCheckpoint":
    case "injectFault":
    case "userInput":
    case "cancel":
      return false;
  }
}
