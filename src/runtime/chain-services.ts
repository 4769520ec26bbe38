import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { LogEventBody } from "../observe/event.ts";
import type { Operator, OperatorRestore } from "./api.ts";
import type { Clock, Environment } from "./environment.ts";
import type { StateMemory } from "./state/state-memory.ts";
import type { FormatFinder } from "./format.ts";

/** An operator of the chain as the task around it sees it. */
export interface ServicedOperator {
  readonly operator: Operator;
  /** Goes on with its due event timers; false when it had to stop again. */
  resumeWatermark(): boolean;
}

/** What the operators of one chain share: the task around them. */
export interface ChainServices {
  readonly deployment: TaskDeployment;
  readonly environment: Environment;
  readonly formats: FormatFinder;
  /** What the keyed state of the whole chain is held to. */
  readonly memory: StateMemory;
  /** Stands still while the task is back pressured. */
  readonly activeClock: Clock;
  restoreOf(operatorId: string): OperatorRestore | undefined;
  trace(event: LogEventBody): void;
  /** An event or processing timer has fired, and its callback has returned. */
  timerDone(): void;
  /** False while an output channel is full: nothing new is begun before it is true again. */
  hasRoom(): boolean;
  /** The operator stopped between two timers; the task has it go on before anything else. */
  stop(node: ServicedOperator): void;
  /** Sends a request whose reply goes to `node`. */
  request(node: ServicedOperator, port: string, request: unknown): number;
  countLateDropped(): void;
}
