import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { LogEventBody } from "../observe/event.ts";
import type { OperatorRestore } from "./api.ts";
import type { Clock, Environment } from "./environment.ts";
import type { FormatFinder } from "./format.ts";
import type { OperatorNode } from "./operator-node.ts";

/** What the operators of one chain share: the task around them. */
export interface ChainServices {
  readonly deployment: TaskDeployment;
  readonly environment: Environment;
  readonly formats: FormatFinder;
  /** Stands still while the task is back pressured. */
  readonly activeClock: Clock;
  restoreOf(operatorId: string): OperatorRestore | undefined;
  trace(event: LogEventBody): void;
  /** False while an output channel is full: nothing new is begun before it is true again. */
  hasRoom(): boolean;
  /** The operator stopped between two timers; the task resumes it before anything else. */
  pause(node: OperatorNode): void;
  /** Sends a request whose reply goes to `node`. */
  request(node: OperatorNode, port: string, request: unknown): number;
  countLateDropped(): void;
}
