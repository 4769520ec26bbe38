import type { TaskDeployment } from "../../src/graph/task-deployment.ts";
import type { OperatorRestore } from "../../src/runtime/api.ts";
import { emptyCatalog } from "../../src/runtime/testing/chain-deployment.ts";
import type { ChainServices } from "../../src/runtime/chain-services.ts";
import type { Clock } from "../../src/runtime/environment.ts";
import { StateMemory } from "../../src/runtime/state/state-memory.ts";
import type { TestEnvironment } from "../../src/runtime/testing/test-environment.ts";

export interface OperatorSurroundings {
  readonly deployment: TaskDeployment;
  readonly environment: TestEnvironment;
  readonly restore?: OperatorRestore | undefined;
  readonly activeClock?: Clock;
  countLateDropped?(): void;
}

/** What one operator of the product finds around it when a suite drives it step by step, without a task. */
export function operatorServices({ deployment, environment, restore, activeClock, countLateDropped }: OperatorSurroundings): ChainServices {
  return {
    deployment,
    environment,
    formats: emptyCatalog,
    memory: new StateMemory(Infinity, "without limit"),
    activeClock: activeClock ?? environment.clock,
    restoreOf: () => restore,
    trace: (event) => environment.trace.emit(event),
    hasRoom: () => true,
    stop: (node) => void node.resumeWatermark(),
    request: () => {
      throw new Error("an operator of a suite asks nothing of the world");
    },
    timerDone() {},
    countLateDropped: () => countLateDropped?.(),
  };
}
