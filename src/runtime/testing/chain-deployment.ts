import { listBy, toChannelIndex, toOperatorIndex, toSubtaskIndex, toTaskIndex } from "../../stream/indices.ts";
import { productTuning } from "../../graph/task-deployment.ts";
import type { ChainedOperator, TaskDeployment, TaskOptions } from "../../graph/task-deployment.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { OperatorFactory, RuntimeCatalog, SinkFactory, SourceFactory } from "../api.ts";

/** An operator of a chain in a test; what is left out is as plain as can be. */
export type ChainMember = Partial<ChainedOperator> & Pick<ChainedOperator, "type">;

export interface ChainSetup {
  readonly schema: Schema;
  /** Head first; each is chained to the one before it, unless it says otherwise with `next`. */
  readonly members: readonly ChainMember[];
  /** Channels per input of the head; none for a source. Numbered from 0 over all inputs. */
  readonly inputs?: readonly number[];
  /** Channels of the forward output of the last operator, numbered from 100. 0: it has none. */
  readonly outputs?: number;
  readonly options?: Partial<TaskOptions>;
  readonly restore?: TaskDeployment["restore"];
}

export const firstOutputChannel = 100;

/** Deployment of a chain in which every stream has the same schema. */
export function chainDeployment({ schema, members, inputs = [], outputs = 0, options, restore }: ChainSetup): TaskDeployment {
  let channel = 0;
  const deploy = () => ({ channel: toChannelIndex(channel++), capacityRecords: undefined });
  return {
    jobId: "test",
    subtask: toTaskIndex(0),
    vertexId: "vertex",
    taskName: "test",
    subtaskIndex: toSubtaskIndex(0),
    parallelism: 1,
    maxParallelism: 128,
    attempt: 0,
    operators: listBy(toOperatorIndex, members.map((member, index) => ({
      operatorId: `operator-${index}`,
      name: member.type,
      part: "operator" as const,
      config: {},
      hasFunctions: false,
      inputSchemas: [schema],
      keys: [undefined],
      outputSchema: schema,
      sideOutputs: [],
      next: index + 1 < members.length ? [{ operator: toOperatorIndex(index + 1), input: 0 }] : [],
      ...member,
    }))),
    inputs: inputs.map((channels, input) => ({ input, schema, channels: Array.from({ length: channels }, deploy) })),
    outputs:
      outputs === 0
        ? []
        : [
            {
              operator: toOperatorIndex(members.length - 1),
              schema,
              partitioner: { type: outputs === 1 ? "forward" : "broadcast" },
              consumerMaxParallelism: 128,
              channels: Array.from({ length: outputs }, (_, index) => ({
                channel: toChannelIndex(firstOutputChannel + index),
                capacityRecords: undefined,
              })),
            },
          ],
    restore,
    options: {
      autoWatermarkIntervalMs: 200,
      checkpointingEnabled: true,
      checkpointMode: "EXACTLY_ONCE",
      checkpointsAfterTasksFinish: true,
      bufferTimeout: 100,
      serviceTimeMs: 0,
      tracesRecords: false,
      memory: { heap: 1e9, buffers: 1e9, total: 1e9 },
      tuning: productTuning,
      ...options,
    },
  };
}

/** A catalog of nothing. */
export const emptyCatalog: RuntimeCatalog = {
  findOperator: () => undefined,
  findSource: () => undefined,
  findSink: () => undefined,
  findFormat: () => undefined,
};

type Runs = Omit<OperatorFactory, "type"> | Omit<SourceFactory, "type"> | Omit<SinkFactory, "type">;

/** Catalog of what runs under each name. */
export function testCatalog(parts: Readonly<Record<string, Runs>>): RuntimeCatalog {
  const finder = <Factory>(method: keyof Factory) => (type: string) => {
    const part = parts[type];
    return part !== undefined && method in part ? ({ ...part, type } as Factory) : undefined;
  };
  return {
    ...emptyCatalog,
    findOperator: finder<OperatorFactory>("createOperator"),
    findSource: finder<SourceFactory>("createReader"),
    findSink: finder<SinkFactory>("createWriter"),
  };
}
