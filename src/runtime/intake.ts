import type { ServicedOperator } from "./chain-services.ts";
import type { TaskOutputs } from "./task-outputs.ts";

/** What keeps a task from its next element. */
export type TaskHold =
  /** A record is worked on until its service time is over; mail waits, too. */
  | "recordInHand"
  /** An operator stopped between two event timers, and is not ready for anything else before it has gone on. */
  | "operatorStopped"
  | "outputsFull";

export interface IntakeOptions {
  readonly atOnce: number;
  readonly outputs: Pick<TaskOutputs, "hasRoom">;
  readonly hasRecordInHand: () => boolean;
}

/** Says whether a task may take input, and what keeps it from it: the one place for it. [HB75] */
export class Intake {
  /** Elements that may be taken before `hold` is looked at again: what one batch may overshoot by. */
  readonly atOnce: number;
  readonly #outputs: Pick<TaskOutputs, "hasRoom">;
  readonly #hasRecordInHand: () => boolean;
  /** In the order in which they stopped. */
  readonly #stopped: ServicedOperator[] = [];

  constructor({ atOnce, outputs, hasRecordInHand }: IntakeOptions) {
    this.atOnce = atOnce;
    this.#outputs = outputs;
    this.#hasRecordInHand = hasRecordInHand;
  }

  /** False while an output channel is full: nothing is begun that may emit. */
  hasRoom(): boolean {
    return this.#outputs.hasRoom();
  }

  /** Undefined: the next element may be taken, and a timer may fire. */
  get hold(): TaskHold | undefined {
    return this.innerHold ?? (this.hasRoom() ? undefined : "outputsFull");
  }

  /** The hold that lies in the task itself, whatever its outputs. */
  get innerHold(): Exclude<TaskHold, "outputsFull"> | undefined {
    if (this.#hasRecordInHand()) return "recordInHand";
    return this.#stopped.length > 0 ? "operatorStopped" : undefined;
  }

  /** The operator stopped between two timers. */
  stop(operator: ServicedOperator): void {
    this.#stopped.push(operator);
  }

  /** Has the operator go on that stopped first; false while there is no room for what it may emit. */
  resumeStopped(): boolean {
    if (!this.hasRoom()) return false;
    this.#stopped.shift()?.resumeWatermark();
    return true;
  }
}
