import { listBy, toChannelIndex, toOperatorIndex, toSubtaskIndex, toTaskIndex } from "../../src/stream/indices.ts";
import { counterNames } from "../../src/observe/counters.ts";
import { operators } from "../../src/operators/descriptors.ts";
import { operatorFactories } from "../../src/operators/factories.ts";
import { seededRandom } from "../../src/base/random.ts";
import { createTask } from "../../src/runtime/task.ts";
import { productTuning } from "../../src/graph/task-deployment.ts";
import type { ChainedOperator, OutputDeployment } from "../../src/graph/task-deployment.ts";
import type { RuntimeCatalog } from "../../src/runtime/api.ts";
import type { Environment, FunctionCompiler, SnapshotWriter, Task } from "../../src/runtime/environment.ts";
import type { InputChannel, OutputChannel } from "../../src/runtime/io/channel.ts";
import type { Schema } from "../../src/stream/logical-type.ts";
import type { Collector } from "../../src/stream/row.ts";
import { eventSchema } from "./events.ts";

/** An operator of Weir with its configuration as in job JSON. */
export interface Member {
  readonly type: string;
  readonly config: unknown;
  /** Fields that its input is keyed by. */
  readonly key?: readonly string[];
}

export interface BenchTaskSetup {
  readonly members: readonly Member[];
  readonly input: InputChannel;
  /** Gets what leaves the last operator; absent when it goes to `output`. */
  readonly sink?: Collector;
  readonly output?: { readonly channel: OutputChannel; readonly partitioner: OutputDeployment["partitioner"] };
  readonly functions?: FunctionCompiler;
  readonly snapshots?: SnapshotWriter;
}

/** The product's own task, in a world that has nothing but its channels. */
export function benchTask(setup: BenchTaskSetup): Task {
  const { members, input, sink, output, functions, snapshots } = setup;
  const factories = [...operatorFactories, ...(sink === undefined ? [] : [{ type: benchSink, createOperator: () => ({ inputs: [sink] }) }])];
  const catalog: RuntimeCatalog = {
    findOperator: (type) => factories.find((each) => each.type === type),
    findSource: () => undefined,
    findSink: () => undefined,
    findFormat: () => undefined,
  };
  const chain = chainOf([...members, ...(sink === undefined ? [] : [{ type: benchSink, config: {} }])]);
  const environment: Environment = {
    clock: { now: () => performance.now() },
    random: seededRandom(1),
    trace: { records: false, emit() {} },
    counters: new Float64Array(counterNames.length),
    coordinator: { report() {} },
    snapshots: snapshots ?? { write() {} },
    transactions: { stage() {}, commit() {}, abort() {} },
    ports: { request: () => 0 },
    functions: functions ?? { compile: () => () => undefined },
    openInput: () => input,
    openOutput: () => output?.channel ?? missing("no output"),
    serviceTimeMs: 0,
  };
  return createTask(
    {
      jobId: "bench", subtask: toTaskIndex(0), vertexId: "bench", taskName: "bench",
      subtaskIndex: toSubtaskIndex(0), parallelism: 1, maxParallelism: 128, attempt: 0,
      operators: listBy(toOperatorIndex, chain),
      inputs: [{ input: 0, schema: eventSchema, channels: [{ channel: toChannelIndex(0), capacityRecords: undefined }] }],
      outputs:
        output === undefined
          ? []
          : [
              {
                operator: toOperatorIndex(chain.length - 1),
                schema: chain.at(-1)?.outputSchema ?? eventSchema, partitioner: output.partitioner,
                consumerMaxParallelism: 128, channels: [{ channel: toChannelIndex(1), capacityRecords: undefined }],
              },
            ],
      restore: undefined,
      options: {
        autoWatermarkIntervalMs: 200, checkpointingEnabled: snapshots !== undefined, checkpointMode: "EXACTLY_ONCE", checkpointsAfterTasksFinish: true,
        bufferTimeout: 100, serviceTimeMs: 0, tracesRecords: false,
      memory: { heap: 1e9, buffers: 1e9, total: 1e9 },
      tuning: productTuning,
      },
    },
    environment,
    catalog,
    new Map(),
  );
}

/** The end of the chain: a function, as cheap as a sink can be. */
const benchSink = "bench-sink";

function chainOf(members: readonly Member[]): readonly ChainedOperator[] {
  let schema: Schema = eventSchema;
  return members.map(({ type, config, key }, index): ChainedOperator => {
    const inputSchema = schema;
    const parsed = type === benchSink ? config : parsedConfig(type, config);
    if (type !== benchSink) schema = descriptorOf(type).infer(parsed, { in: { schema, key } }).outputs["out"] ?? schema;
    return {
      operatorId: `operator-${index}`, name: type, type, part: "operator", config: parsed, hasFunctions: true, inputSchemas: [inputSchema], keys: [key],
      outputSchema: schema, sideOutputs: [], next: index + 1 < members.length ? [{ operator: toOperatorIndex(index + 1), input: 0 }] : [],
    };
  });
}

const descriptorOf = (type: string) => operators.find((each) => each.type === type) ?? missing(`no operator "${type}"`);
const parsedConfig = (type: string, config: unknown): unknown => descriptorOf(type).config.parse(config);

function missing(message: string): never {
  throw new Error(message);
}
