import { engineMessage } from "../base/engine-messages.ts";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import { createBarrierHandler } from "./alignment.ts";
import type { RuntimeCatalog } from "./api.ts";
import { ChainCounts } from "./chain-counts.ts";
import type { ChainServices, ServicedOperator } from "./chain-services.ts";
import type { Environment } from "./environment.ts";
import { Intake } from "./intake.ts";
import type { BarrierHandler } from "./io/barrier-handler.ts";
import type { OperatorChain } from "./operator-chain.ts";
import { buildChain, finishedChain } from "./operator-chain.ts";
import type { ChainEntry } from "./record-in-hand.ts";
import { RecordInHand, entryCollector } from "./record-in-hand.ts";
import { SubtaskCheckpoints } from "./subtask-checkpoints.ts";
import { StateMemory } from "./state/state-memory.ts";
import { TaskEnd } from "./task-end.ts";
import type { InputActions } from "./task-inputs.ts";
import { TaskInputs } from "./task-inputs.ts";
import { TaskOutputs } from "./task-outputs.ts";
import type { PausableClock } from "./time/pausable-clock.ts";
import { WorkTrace } from "./work-trace.ts";

/** What a task counts and measures while its parts work. */
export interface TaskMeters {
  readonly activeClock: PausableClock;
  countLateDropped(): void;
  /** See `Environment.openOutput`. */
  onWait(waits: boolean): void;
}

export interface BuildOptions extends TaskMeters {
  readonly deployment: TaskDeployment;
  readonly environment: Environment;
  readonly catalog: RuntimeCatalog;
  /** Bytes of what `deployment.restore` refers to. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What a task that has started consists of. */
export interface TaskParts {
  readonly chain: OperatorChain;
  readonly counts: ChainCounts;
  readonly outputs: TaskOutputs;
  readonly inputs: TaskInputs;
  readonly intake: Intake;
  readonly checkpoints: SubtaskCheckpoints;
  readonly handler: BarrierHandler;
  readonly end: TaskEnd;
  /** Undefined when records take no service time. */
  readonly hand: RecordInHand | undefined;
  readonly memory: StateMemory;
  /** Operators that wait for a reply, by request. */
  readonly requests: Map<number, ServicedOperator>;
}

/** Builds a task, restores its state and opens its operators, tail to head; then it is RUNNING. */
export function buildTask(given: BuildOptions): TaskParts {
  const trace = given.environment.trace.records ? new WorkTrace(given.environment.trace) : undefined;
  const options = trace === undefined ? given : { ...given, environment: { ...given.environment, trace } };
  const { deployment, environment, catalog } = options;
  const { coordinator } = environment;
  const outputs = new TaskOutputs(deployment, environment, options.onWait);
  const unasked = outputs.channels.length === 0 ? Infinity : deployment.options.tuning.recordsAtOnce;
  const intake = new Intake({
    atOnce: environment.serviceTimeMs > 0 ? 1 : unasked,
    outputs,
    hasRecordInHand: () => task.hand?.isEmpty === false,
  });
  const requests = new Map<number, ServicedOperator>();
  const services = chainServices(options, { intake, requests, timerDone: trace?.timerDone ?? (() => {}) });
  const counts = new ChainCounts(deployment.operators, trace === undefined);
  const chain =
    deployment.restore?.finished === true
      ? finishedChain(deployment)
      : buildChain({ services, catalog, counts, outputsOf: (index) => outputs.edgesOf(index) });
  const own = chainEntries(chain, deployment);
  const hand = environment.serviceTimeMs > 0 ? new RecordInHand(environment, own, counts) : undefined;
  const entries = hand?.entries ?? own.map((entry) => entryCollector(environment, entry, counts));
  if (entries[0] !== undefined) chain.source?.attach(entries[0]);
  const actions: InputActions = {
    endOfInput: (input) => end.endInput(input),
    endOfData: (mode) => end.endData(mode),
  };
  const inputs = new TaskInputs({ gates: deployment.inputs, environment, inputs: chain.inputs, entries, actions });
  const checkpoints = new SubtaskCheckpoints({ services, outputs, nodes: chain.nodes });
  const end = new TaskEnd({ parts: { chain, outputs, inputs, checkpoints }, deployment, coordinator });
  const handler = createBarrierHandler({
    options: deployment.options,
    environment: given.environment,
    inputs,
    checkpoints,
    take(barrier, metrics) {
      if (checkpoints.take(barrier, metrics)) end.checkpointTaken(barrier.id);
    },
  });
  const task: TaskParts = { chain, counts, outputs, inputs, intake, checkpoints, handler, end, hand, memory: services.memory, requests };
  inputs.attach(handler);
  logRestore(deployment, given.environment);
  for (const node of chain.nodes.toReversed()) node.open();
  coordinator.report({ kind: "executionState", state: "RUNNING" });
  if (deployment.restore?.finished === true) end.endFinished();
  return task;
}

function logRestore({ restore }: TaskDeployment, { trace }: Environment): void {
  if (restore === undefined) return;
  let bytes = 0;
  for (const { keyGroups, operatorStates } of restore.operators) {
    for (const { range } of keyGroups) bytes += range.length;
    for (const { elements } of operatorStates) for (const { range } of elements) bytes += range.length;
  }
  trace.emit({ kind: "restored", checkpointId: restore.checkpointId, bytes });
}

function chainServices(
  { deployment, environment, catalog, files, activeClock, countLateDropped }: BuildOptions,
  { intake, requests, timerDone }: Pick<TaskParts, "intake" | "requests"> & Pick<ChainServices, "timerDone">,
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
    hasRoom: () => intake.hasRoom(),
    stop: (node) => intake.stop(node),
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
  const subtask = `${taskName} (${subtaskIndex + 1}/${parallelism})`;
  return new StateMemory(heap, engineMessage("stateExceeds", { subtask, limit: Math.round(heap / 1024 ** 2) }));
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
