import type { SubtaskSnapshotHandle } from "../environment.ts";
import { listBy, toChannelIndex, toCheckpointId, toOperatorIndex, toSubtaskIndex, toTaskIndex } from "../../stream/indices.ts";
import type { SubtaskIndex } from "../../stream/indices.ts";
import { redistributeOperator } from "../../graph/state-assignment.ts";
import { productTuning } from "../../graph/task-deployment.ts";
import type { TaskDeployment, TaskRestore } from "../../graph/task-deployment.ts";
import type { ControlElement } from "../../stream/control-element.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Collector } from "../../stream/row.ts";
import type { OperatorFactory, RuntimeCatalog } from "../api.ts";
import type { FunctionCompiler, Task } from "../environment.ts";
import type { OutputChannel } from "../io/channel.ts";
import { createTask } from "../task.ts";
import { emptyCatalog } from "./chain-deployment.ts";
import type { StreamElement } from "./stream-notation.ts";
import { formatTimestamp, recordFormatter } from "./stream-notation.ts";
import type { TestEnvironment } from "./test-environment.ts";
import { testEnvironment } from "./test-environment.ts";

/** The operator under test and how it stands in its job. */
export interface OperatorSetup<Config> {
  readonly factory: OperatorFactory<Config>;
  readonly config: Config;
  readonly inputSchemas: readonly Schema[];
  /** Key fields per input; leave out for an operator without keyed input. */
  readonly keys?: readonly (readonly string[] | undefined)[];
  readonly outputSchema: Schema;
  readonly sideOutputs?: readonly { readonly tag: string; readonly schema: Schema }[];
  readonly autoWatermarkIntervalMs?: number;
  /** Left out: functions without any wall. */
  readonly functions?: FunctionCompiler;
}

export interface HarnessSnapshot {
  readonly handle: SubtaskSnapshotHandle | undefined;
  readonly bytes: Uint8Array;
}

/** One subtask of the operator, in a real task between channels in memory. Its output is kept as words of stream notation. */
export class OperatorHarness<Config> {
  readonly output: string[] = [];
  readonly environment: TestEnvironment;
  readonly #task: Task;
  #checkpointId = 0;
  #inputs: number;

  constructor(setup: OperatorSetup<Config>, place: HarnessPlace) {
    const { from } = place;
    this.#inputs = setup.inputSchemas.length;
    this.environment = testEnvironment({ outputs: this.#outputs(setup), functions: setup.functions });
    this.environment.now = from?.now ?? 0;
    const files = new Map((from?.snapshots ?? []).map(({ bytes }, index) => [String(index), bytes]));
    this.#task = createTask(deployment(setup, place), this.environment, catalogOf(setup.factory), files);
    this.run();
  }

  /** Puts an element into its input without letting the task see it yet. */
  offer(element: StreamElement): void {
    switch (element.kind) {
      case "record":
        return this.environment.channel(element.input).write(element.row, element.timestamp);
      case "watermark":
        return this.#control({ kind: "watermark", timestamp: element.timestamp }, element.input);
      case "status":
        return this.#control({ kind: "watermarkStatus", idle: element.idle }, element.input);
      case "time":
        this.run();
        this.environment.now = element.now;
        return this.run();
      case "end":
        for (let input = 0; input < this.#inputs; input += 1) {
          this.#control({ kind: "endOfData", mode: "drain" }, input);
          this.#control({ kind: "endOfPartition" }, input);
        }
    }
  }

  /** Steps the task until nothing is left to do. */
  run(): void {
    let mails = this.environment.replies();
    do {
      for (const mail of mails) this.#task.post(mail);
      while (this.#task.step(1024) === "worked");
      mails = this.environment.replies();
    } while (mails.length > 0);
  }

  snapshot(): HarnessSnapshot {
    this.run();
    this.#checkpointId += 1;
    const id = this.#checkpointId;
    for (let input = 0; input < this.#inputs; input += 1) {
      this.#control({ kind: "checkpointBarrier", id: toCheckpointId(id), triggeredAt: 0, alignment: "aligned", savepoint: false }, input);
    }
    this.run();
    const { reports, written } = this.environment;
    const acknowledged = reports.findLast((report) => report.kind === "acknowledge" && report.checkpointId === id);
    if (acknowledged?.kind !== "acknowledge") throw new Error(`checkpoint ${id} was not acknowledged`);
    return { handle: acknowledged.snapshot, bytes: written.get(id) ?? new Uint8Array() };
  }

  close(): void {
    this.#task.close();
  }

  #control(element: ControlElement, input: number): void {
    this.environment.channel(input).control(element);
  }

  /** All outputs write into one list, so that the order between main and side outputs can be seen. */
  #outputs(setup: OperatorSetup<Config>): ReadonlyMap<number, OutputChannel> {
    const tags = [undefined, ...(setup.sideOutputs ?? []).map(({ tag }) => tag)];
    return new Map(
      tags.map((tag, index) => {
        const schema = setup.sideOutputs?.find((side) => side.tag === tag)?.schema ?? setup.outputSchema;
        const format = recordFormatter(schema, tag);
        const write: Collector = (row, timestamp) => this.output.push(format(row, timestamp));
        const control = (element: ControlElement): void => {
          if (index > 0) return;
          if (element.kind === "watermark") this.output.push(`W${formatTimestamp(element.timestamp)}`);
          if (element.kind === "watermarkStatus") this.output.push(element.idle ? "idle" : "active");
        };
        const output = { write, control, isAvailable: () => true, flush() {}, sent: 0, sentControls: 0, waiting: () => [], close() {} };
        return [firstOutput + index, output] as const;
      }),
    );
  }
}

/** Number of the first output channel; inputs are numbered from 0. */
const firstOutput = 100;
const operatorId = "operator-under-test";

/** Which subtask the operator is, and what it is restored from. */
export interface HarnessPlace {
  readonly subtask: number;
  readonly parallelism: number;
  readonly from?: { readonly snapshots: readonly HarnessSnapshot[]; readonly now: number };
}

function deployment<Config>(
  setup: OperatorSetup<Config>,
  { subtask, parallelism, from }: HarnessPlace,
): TaskDeployment {
  const sides = setup.sideOutputs ?? [];
  const output = (index: number, schema: Schema) =>
    ({
      operator: toOperatorIndex(0),
      schema,
      partitioner: { type: "forward" },
      consumerMaxParallelism: maxParallelism,
      channels: [{ channel: toChannelIndex(firstOutput + index), capacityRecords: undefined }],
    }) as const;
  return {
    jobId: "test",
    subtask: toTaskIndex(subtask),
    vertexId: "test",
    taskName: "test",
    subtaskIndex: toSubtaskIndex(subtask),
    parallelism,
    maxParallelism,
    attempt: 0,
    operators: listBy(toOperatorIndex, [
      {
        operatorId,
        name: setup.factory.type,
        type: setup.factory.type,
        part: "operator",
        config: setup.config,
        hasFunctions: true,
        inputSchemas: setup.inputSchemas,
        keys: setup.keys ?? setup.inputSchemas.map(() => undefined),
        outputSchema: setup.outputSchema,
        sideOutputs: sides,
        next: [],
      },
    ]),
    inputs: setup.inputSchemas.map((schema, input) => ({
      input,
      schema,
      channels: [{ channel: toChannelIndex(input), capacityRecords: undefined }],
    })),
    outputs: [output(0, setup.outputSchema), ...sides.map(({ tag, schema }, index) => ({ ...output(index + 1, schema), tag }))],
    restore: from && restoreOf(from.snapshots, toSubtaskIndex(subtask), parallelism),
    options: {
      autoWatermarkIntervalMs: setup.autoWatermarkIntervalMs ?? 200,
      checkpointingEnabled: true,
      checkpointMode: "EXACTLY_ONCE",
      checkpointsAfterTasksFinish: false,
      bufferTimeout: 100,
      serviceTimeMs: 0,
      tracesRecords: false,
      memory: { heap: 1e9, buffers: 1e9, total: 1e9 },
      tuning: productTuning,
    },
  };
}

/** Flink's default lower bound; every parallelism of a test is below it. */
export const maxParallelism = 128;

/** State of one subtask from the snapshots of all old ones. */
function restoreOf(snapshots: readonly HarnessSnapshot[], subtask: SubtaskIndex, parallelism: number): TaskRestore {
  const subtasks = listBy(toSubtaskIndex, snapshots).map(({ handle }, file) => {
    const index = handle?.operators.find((operator) => operator.operatorId === operatorId);
    return index && { file: String(file), index };
  });
  const state = redistributeOperator({ operatorId, maxParallelism, subtasks }, operatorId, { parallelism, maxParallelism })[subtask];
  return { checkpointId: toCheckpointId(1), operators: state === undefined ? [] : [state] };
}

const catalogOf = <Config>(factory: OperatorFactory<Config>): RuntimeCatalog => ({
  ...emptyCatalog,
  findOperator: (type) => (type === factory.type ? (factory as OperatorFactory) : undefined),
});
