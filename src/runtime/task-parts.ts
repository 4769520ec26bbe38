import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { RuntimeCatalog } from "./api.ts";
import type { ChainServices, ServicedOperator } from "./chain-services.ts";
import type { Environment } from "./environment.ts";
import type { OperatorChain } from "./operator-chain.ts";
import { buildChain, finishedChain } from "./operator-chain.ts";
import type { ChainEntry } from "./record-in-hand.ts";
import { RecordInHand, straightEntry } from "./record-in-hand.ts";
import { SubtaskCheckpoints } from "./subtask-checkpoints.ts";
import { StateMemory } from "./state/state-memory.ts";
import type { InputActions } from "./task-inputs.ts";
import { TaskInputs } from "./task-inputs.ts";
import { TaskOutputs } from "./task-outputs.ts";
import type { PausableClock } from "./time/pausable-clock.ts";
import { WorkTrace } from "./work-trace.ts";

export interface TaskPartsOptions {
  readonly deployment: TaskDeployment;
  readonly environment: Environment;
  readonly catalog: RuntimeCatalog;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly activeClock: PausableClock;
  readonly actions: InputActions;
  countLateDropped(): void;
  /** See `Environment.openOutput`. */
  onWait(waits: boolean): void;
}

/** What a running task consists of. Built when it starts, state restored, not yet opened. */
export interface TaskParts {
  readonly chain: OperatorChain;
  readonly outputs: TaskOutputs;
  readonly inputs: TaskInputs;
  readonly checkpoints: SubtaskCheckpoints;
  /** Undefined when records take no service time. */
  readonly hand: RecordInHand | undefined;
  /** Operators that stopped between two timers, in the order in which they stopped. */
  readonly paused: ServicedOperator[];
  readonly memory: StateMemory;
  /** Operators that wait for a reply, by request. */
  readonly requests: Map<number, ServicedOperator>;
}

export function buildTask(given: TaskPartsOptions): TaskParts {
  const trace = given.environment.trace.records ? new WorkTrace(given.environment.trace) : undefined;
  const options = trace === undefined ? given : { ...given, environment: { ...given.environment, trace } };
  const { deployment, environment, catalog, actions } = options;
  const outputs = new TaskOutputs(deployment, environment, options.onWait);
  const paused: ServicedOperator[] = [];
  const requests = new Map<number, ServicedOperator>();
  const services = chainServices(options, { outputs, paused, requests, timerDone: trace?.timerDone ?? (() => {}) });
  const chain =
    deployment.restore?.finished === true
      ? finishedChain(deployment)
      : buildChain({ services, catalog, outputsOf: (index) => outputs.edgesOf(index) });
  const own = chainEntries(chain, deployment);
  const hand = environment.serviceTimeMs > 0 ? new RecordInHand(environment, own) : undefined;
  const entries = hand?.entries ?? own.map((entry) => straightEntry(environment, entry));
  if (entries[0] !== undefined) chain.source?.attach(entries[0]);
  const inputs = new TaskInputs({ gates: deployment.inputs, environment, inputs: chain.inputs, entries, actions });
  const checkpoints = new SubtaskCheckpoints({ services, outputs, nodes: chain.nodes });
  return { chain, outputs, inputs, checkpoints, hand, paused, memory: services.memory, requests };
}

function chainServices(
  { deployment, environment, catalog, files, activeClock, countLateDropped }: TaskPartsOptions,
  { outputs, paused, requests, timerDone }: Pick<TaskParts, "outputs" | "paused" | "requests"> & Pick<ChainServices, "timerDone">,
): ChainServices {
  return {
    deployment,
    environment,
    formats: catalog,
    memory: stateMemory(deployment),
    activeClock,
    restoreOf(operatorId) {
      const state = deployment.restore?.operators.find((operator) => operator.operatorId === operatorId);
      return state && { state, files };
    },
    trace: (event) => environment.trace.emit(event),
    timerDone,
    hasRoom: () => outputs.hasRoom(),
    pause: (node) => paused.push(node),
    request(node, port, request) {
      const id = environment.ports.request(port, request);
      requests.set(id, node);
      return id;
    },
    countLateDropped,
  };
}

/** [HB34] */
function stateMemory({ taskName, subtaskIndex, parallelism, options }: TaskDeployment): StateMemory {
  const { heap } = options.memory;
  const limit = `${Math.round(heap / 1024 ** 2)} MB`;
  const advice = "keep less, or raise taskmanager.memory.task.heap.size";
  return new StateMemory(heap, `the state of ${taskName} (${subtaskIndex + 1}/${parallelism}) takes more than ${limit}: ${advice}`);
}

function chainEntries({ inputs, source }: OperatorChain, { operators: [head] }: TaskDeployment): readonly ChainEntry[] {
  if (head === undefined) return [];
  if (source !== undefined) return [{ collect: source.output, schema: head.outputSchema, key: undefined }];
  return inputs.map(({ collect }, input) => ({
    collect,
    schema: head.inputSchemas[input] ?? { fields: [] },
    key: head.keys[input],
  }));
}
