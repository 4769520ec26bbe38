import type { Schema } from "../../src/stream/logical-type.ts";
import type { Row } from "../../src/stream/row.ts";
import { itemsOf, listBy, toCheckpointId, toOperatorIndex, toSubtaskIndex } from "../../src/stream/indices.ts";
import { noTimestamp } from "../../src/stream/timestamp.ts";
import { redistributeOperator } from "../../src/graph/state-assignment.ts";
import { productTuning } from "../../src/graph/task-deployment.ts";
import type { OperatorSnapshotIndex } from "../../src/graph/snapshot.ts";
import type { Operator, OperatorContext, OperatorRestore } from "../../src/runtime/api.ts";
import { outputOf } from "../../src/runtime/chain-output.ts";
import type { OutputEdge } from "../../src/runtime/chain-output.ts";
import type { ChainServices } from "../../src/runtime/chain-services.ts";
import type { FunctionCompiler } from "../../src/runtime/environment.ts";
import { OperatorNode } from "../../src/runtime/operator-node.ts";
import { joinParts, SnapshotBuilder } from "../../src/runtime/snapshot-builder.ts";
import { chainDeployment } from "../../src/runtime/testing/chain-deployment.ts";
import { testEnvironment } from "../../src/runtime/testing/test-environment.ts";
import { decodeTimestamp, encodeRecord, encodeTimestamp } from "./encoding.ts";
import type { EncodedTimestamp } from "./encoding.ts";
import { operatorServices } from "./operator-services.ts";

/** One step of a script. */
export interface Step {
  readonly r?: readonly unknown[];
  readonly t?: number;
  readonly w?: EncodedTimestamp;
  readonly p?: number;
  readonly restore?: true;
  readonly stats?: true;
  readonly rescale?: number;
}

/** What an operator emitted, as the files write it. */
export type Output =
  | { readonly r: unknown; readonly t?: EncodedTimestamp; readonly side?: string }
  | { readonly w: EncodedTimestamp }
  | {
      readonly stats: {
        readonly entries: number;
        readonly eventTimers: number;
        readonly processingTimers: number;
      };
    }
  | { readonly error: string }
  | { readonly any: readonly Output[] };

export interface KeyedOperatorOptions {
  readonly schema: Schema;
  readonly outputSchema: Schema;
  readonly maxParallelism: number;
  readonly parallelism: number;
  readonly subtask: number;
  /** Processing time when it starts. */
  readonly now: number;
  readonly restore?: OperatorRestore;
  readonly functions: FunctionCompiler;
  readonly sideOutputs?: readonly string[];
  /** False: windows are kept in the general way. */
  readonly windowColumns?: boolean;
  create(context: OperatorContext): Operator;
  /** The result of a record as the files write it. */
  encode(row: Row): unknown;
}

/** What a subtask wrote for a checkpoint. */
export interface KeyedSnapshot {
  readonly index: OperatorSnapshotIndex;
  readonly bytes: Uint8Array;
}

/** One subtask of a keyed operator: the product's own node of a chain, with its state, timers and event time, driven step by step. */
export class KeyedOperator {
  lateDropped = 0;
  readonly #encode: (row: Row) => unknown;
  readonly #environment;
  readonly #node: OperatorNode;
  #output: Output[] = [];

  constructor(options: KeyedOperatorOptions) {
    this.#encode = options.encode;
    this.#environment = testEnvironment({ functions: options.functions });
    this.#environment.now = options.now;
    const services = this.#services(options);
    const [deployed] = services.deployment.operators;
    if (deployed === undefined) throw new Error("the deployment has one operator");
    const edges = [undefined, ...(options.sideOutputs ?? [])].map((tag) => this.#edge(tag));
    this.#node = new OperatorNode({ index: toOperatorIndex(0), deployed, services, output: outputOf(edges), create: (context) => options.create(context) });
    this.#node.open();
  }

  record(row: Row, timestamp: number | undefined): Output[] {
    return this.#collect(() => this.#node.inputs[0]?.collect(row, timestamp ?? noTimestamp));
  }

  advanceWatermark(watermark: EncodedTimestamp): Output[] {
    return this.#collect(() => this.#node.inputs[0]?.watermark(decodeTimestamp(watermark)));
  }

  /** The clock stands at `now` while the timers until then fire: a node fires those of a time when that time has passed. */
  advanceProcessingTime(now: number): Output[] {
    this.#environment.now = now;
    return this.#collect(() => {
      while (this.#node.nextTimerAt() <= now + 1) this.#node.fireTimer(now + 1);
    });
  }

  statistics(): Output[] {
    const { keyed } = this.#node;
    return keyed === undefined ? [] : [{ stats: keyed.statistics() }];
  }

  snapshot(): KeyedSnapshot {
    const output = new SnapshotBuilder();
    const { operatorId, keyed, operatorStates } = this.#node.startSnapshot(toCheckpointId(1), output);
    while (keyed?.writeNext(output) === false);
    const bytes = joinParts(output.parts()).slice();
    return { index: { operatorId, keyGroups: keyed?.keyGroups ?? [], operatorStates }, bytes };
  }

  #collect(run: () => void): Output[] {
    this.#output = [];
    run();
    return this.#output;
  }

  #edge(side: string | undefined): OutputEdge {
    return {
      ...(side !== undefined && { tag: side }),
      collect: (row, timestamp) => {
        const record = encodeRecord(this.#encode(row), timestamp);
        this.#output.push(side === undefined ? record : { side, ...record });
      },
      target: {
        watermark: (timestamp) => {
          if (side === undefined) this.#output.push({ w: encodeTimestamp(timestamp) });
        },
        status() {},
      },
    };
  }

  #services(options: KeyedOperatorOptions): ChainServices {
    const { schema, outputSchema, subtask, parallelism, maxParallelism, restore } = options;
    const sideOutputs = (options.sideOutputs ?? []).map((tag) => ({ tag, schema: outputSchema }));
    const keys = [[schema.fields[0]?.name ?? ""]];
    const member = { type: "operator", operatorId, inputSchemas: [schema], outputSchema, sideOutputs, keys };
    const restored = restore && { checkpointId: toCheckpointId(1), operators: [restore.state] };
    const tuning = { ...productTuning, windowColumns: options.windowColumns !== false };
    const deployment = { ...chainDeployment({ schema, members: [member], restore: restored, options: { tuning } }), subtaskIndex: toSubtaskIndex(subtask), parallelism, maxParallelism };
    const countLateDropped = (): void => {
      this.lateDropped += 1;
    };
    return operatorServices({ deployment, environment: this.#environment, restore, countLateDropped });
  }
}

const operatorId = "operator";

/** State of each of `parallelism` subtasks out of the snapshots of all old ones, dealt out by the product. */
export function restoreFrom(
  snapshots: readonly KeyedSnapshot[],
  sizes: { readonly parallelism: number; readonly maxParallelism: number },
): readonly OperatorRestore[] {
  const subtasks = listBy(toSubtaskIndex, snapshots).map(({ index }, file) => ({ file: String(file), index }));
  const files = new Map(snapshots.map(({ bytes }, file) => [String(file), bytes]));
  const stored = { operatorId, maxParallelism: sizes.maxParallelism, subtasks };
  return itemsOf(redistributeOperator(stored, operatorId, sizes).map((state) => ({ state, files })));
}
