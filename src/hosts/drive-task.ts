import type { Progress } from "../runtime/environment.ts";
import { isOver } from "./process.ts";
import type { Process } from "./process.ts";

/** What a free-running task sleeps on: channels, mail and room in outputs all ring it. */
export interface Sleeper {
  /** Announces that the worker is about to sleep; a ring from now on ends the wait at once. */
  arm(): number;
  disarm(): void;
  /** Resolves when rung or after `timeoutMs`; undefined when it was rung already. */
  sleep(ticket: number, timeoutMs: number): Promise<void> | undefined;
}

export interface DriveSeams {
  readonly sleeper: Sleeper;
  /** Processing time, as the task sees it. */
  now(): number;
  /** Lets the event loop handle what has arrived. */
  yieldToEvents(): Promise<void>;
  /** Wakes those that were left to sleep though the task has sent them something: it will not soon step again. */
  announce(): void;
  /** After every burst of work and before every sleep: the moment to send what the task has logged. */
  onPause(): void;
  /** False: the loop ends. */
  isWanted(): boolean;
  /** True: the task rests until the sleeper is rung and this is false again. */
  isPaused(): boolean;
}

/** Elements per step: long enough that clocks and counters cost nothing, short enough for mail to be handled soon. */
const budget = 1024;
/** A busy worker lets its event loop run this often. */
const yieldEveryMs = 8;
/** Looks around without work before the worker goes to sleep: some microseconds. */
const looksBeforeSleep = 32;

/** What a free-running driver needs of the task that it drives: a job's, or any other. */
export type Driven = Pick<Process<never>, "step" | "nextTimerAt" | "busyUntil">;

/**
 * The free-running driver of one task: steps while there is work, sleeps on one doorbell when there is none,
 * and keeps the event loop alive. Resolves when the task has finished; rejects with what a step threw. [HB4]
 */
export async function driveTask(task: Driven, seams: DriveSeams): Promise<void> {
  let yieldedAt = seams.now();
  let looks = 0;
  while (seams.isWanted()) {
    if (seams.isPaused()) {
      await restOnce(seams);
      continue;
    }
    const progress = task.step(budget);
    if (isOver(progress)) return rest(seams);
    if (progress === "worked") {
      looks = 0;
      const now = seams.now();
      if (now - yieldedAt < yieldEveryMs) continue;
      rest(seams);
      await seams.yieldToEvents();
      yieldedAt = now;
      continue;
    }
    if (looks === 0) seams.announce();
    if (++looks >= looksBeforeSleep) {
      looks = 0;
      const slept = await sleepOnce(task, seams);
      if (isOver(slept)) return rest(seams);
      yieldedAt = seams.now();
    }
  }
}

function rest(seams: DriveSeams): void {
  seams.announce();
  seams.onPause();
}

/** Arms the bell, looks once more, then sleeps until it rings, the record in hand is done or the task's next timer is due. */
async function sleepOnce(task: Driven, seams: DriveSeams): Promise<Progress> {
  const { sleeper } = seams;
  seams.onPause();
  const ticket = sleeper.arm();
  const progress = task.step(budget);
  if (progress === "worked" || isOver(progress)) {
    sleeper.disarm();
    return progress;
  }
  // A step without work may have moved on what had waited for room.
  seams.announce();
  // A record in hand is worked on until then, and timers wait for it.
  const wakeAt = task.busyUntil === -Infinity ? task.nextTimerAt() : task.busyUntil;
  const timeoutMs = Math.max(0, wakeAt - seams.now());
  await (sleeper.sleep(ticket, timeoutMs) ?? seams.yieldToEvents());
  return progress;
}

/** A paused task sleeps whatever comes in: what rings it is looked at when it goes on. */
async function restOnce(seams: DriveSeams): Promise<void> {
  const { sleeper, isPaused, yieldToEvents } = seams;
  rest(seams);
  const ticket = sleeper.arm();
  if (isPaused()) await (sleeper.sleep(ticket, Infinity) ?? yieldToEvents());
  else sleeper.disarm();
}
