import type { LogEventBody } from "../observe/event.ts";
import type { Environment, Progress } from "../runtime/environment.ts";

/** What a driver steps: a job's `Task`, a process of any other graph. Never awaits; a `step` that throws has failed it. */
export interface Process<Mail> {
  /** Handles mail, what is due, then at most `budget` elements. */
  step(budget: number): Progress;
  post(mail: Mail): void;
  /** Time at which it wants to be stepped again without any input; Infinity when there is none. */
  nextTimerAt(): number;
  /** Until then it works on what it has taken; -Infinity when it has nothing in hand. */
  readonly busyUntil: number;
  /** Releases its channels. Safe in any state. */
  close(): void;
}

/** There is nothing left to step. */
export function isOver(progress: Progress): progress is "finished" | "canceled" {
  return progress === "finished" || progress === "canceled";
}

/** What a driver gives a process: time, channels, the log, and a way to tell whoever deployed it something. */
export interface ProcessWorld<Effect> extends Pick<Environment, "openInput" | "openOutput"> {
  now(): number;
  emit(event: LogEventBody): void;
  tell(effect: Effect): void;
}
