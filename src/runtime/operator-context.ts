import type { OperatorIndex } from "../stream/indices.ts";
import type { ChainedOperator } from "../graph/task-deployment.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { OperatorContext } from "./api.ts";
import { attributedFunctions } from "./attributed-functions.ts";
import type { ChainOutput } from "./chain-output.ts";
import type { ChainServices, ServicedOperator } from "./chain-services.ts";
import type { KeyedBackend } from "./state/backend.ts";
import type { OperatorStates } from "./state/operator-state.ts";

/** The node a context belongs to. */
export interface ContextNode extends ServicedOperator {
  readonly index: OperatorIndex;
  readonly deployed: ChainedOperator;
  readonly currentWatermark: Timestamp;
  emitWatermark(timestamp: Timestamp): void;
  scheduleTick(at: Timestamp): void;
}

export interface OperatorContextOptions {
  readonly node: ContextNode;
  readonly services: ChainServices;
  readonly output: ChainOutput;
  readonly backend: KeyedBackend | undefined;
  readonly operatorStates: OperatorStates;
}

/** The context of one operator of a chain: everything it may use, and nothing of the task behind it. */
export function createOperatorContext({ node, services, output, backend, operatorStates }: OperatorContextOptions): OperatorContext {
  const { deployment, environment } = services;
  const { deployed, index } = node;
  const keyed = (): KeyedBackend => {
    if (backend !== undefined) return backend;
    throw new TypeError(`[TK8] ${deployed.name} has no keyed input: keyed state and timers need a key`);
  };
  return {
    operatorId: deployed.operatorId,
    name: deployed.name,
    subtask: deployment.subtaskIndex,
    parallelism: deployment.parallelism,
    maxParallelism: deployment.maxParallelism,
    attempt: deployment.attempt,
    inputSchemas: deployed.inputSchemas,
    outputSchema: deployed.outputSchema,
    sideOutputSchema: (tag) => sideOutputSchema(node, tag),
    output: output.collector(),
    sideOutput: (tag) => output.collector(tag),
    emitWatermark: (timestamp) => node.emitWatermark(timestamp),
    emitWatermarkStatus: output.status,
    get currentWatermark() {
      return node.currentWatermark;
    },
    clock: environment.clock,
    activeClock: services.activeClock,
    random: environment.random,
    get keyedState() {
      return keyed().state;
    },
    operatorState: operatorStates,
    timers: (name, callback) => keyed().timers(name, callback),
    functions: attributedFunctions(environment.functions, { index, name: deployed.name }),
    ports: { request: (port, request) => services.request(node, port, request) },
    transactions: environment.transactions,
    autoWatermarkIntervalMs: deployment.options.autoWatermarkIntervalMs,
    checkpointingEnabled: deployment.options.checkpointingEnabled,
    restored: deployment.restore !== undefined,
    scheduleTick: (at) => node.scheduleTick(at),
    tracesRecords: environment.trace.records,
    trace: (build) => services.trace(build(index)),
    countLateDropped: services.countLateDropped,
  };
}

function sideOutputSchema({ deployed }: ContextNode, tag: string): Schema {
  const found = deployed.sideOutputs.find((side) => side.tag === tag);
  if (found === undefined) throw new RangeError(`[TK9] ${deployed.name} has no side output "${tag}"`);
  return found.schema;
}
