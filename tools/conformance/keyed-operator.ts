import { productTuning } from "../../src/graph/task-deployment.ts";
import type { OperatorSnapshotIndex } from "../../src/graph/snapshot.ts";
import { seededRandom } from "../../src/base/random.ts";
import { keyGroupRange } from "../../src/stream/key-group.ts";
import { keySelector } from "../../src/stream/key-selector.ts";
import type { Schema } from "../../src/stream/logical-type.ts";
import type { Collector, Row } from "../../src/stream/row.ts";
import { noTimestamp } from "../../src/stream/timestamp.ts";
import type { Operator, OperatorContext, OperatorRestore } from "../../src/runtime/api.ts";
import { attributedFunctions } from "../../src/runtime/attributed-functions.ts";
import type { FunctionCompiler } from "../../src/runtime/environment.ts";
import type { KeyedBackend } from "../../src/runtime/state/backend.ts";
import { createKeyedBackend } from "../../src/runtime/state/keyed-state-backend.ts";
import { decodeTimestamp, encodeRecord, encodeTimestamp } from "./encoding.ts";
import type { EncodedTimestamp } from "./encoding.ts";

/** One step of a script; see "Rules shared by the suites" in operators.md. */
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
  readonly clock: { now(): number };
  readonly restore?: OperatorRestore;
  readonly ttlClock?: { now(): number };
  readonly functions: FunctionCompiler;
  /** False: windows are kept in the general way. */
  readonly windowColumns?: boolean;
  create(context: OperatorContext): Operator;
  /** The result of a record as the files write it. */
  encode(row: Row): unknown;
}

/**
 * One subtask of a keyed operator over the product's own state backend and timer service, driven step by
 * step.
 */
export class KeyedOperator {
  lateDropped = 0;
  private readonly options: KeyedOperatorOptions;
  private readonly backend: KeyedBackend;
  private readonly operator: Operator;
  private readonly selector;
  private output: Output[] = [];
  private watermark = -Infinity;

  constructor(options: KeyedOperatorOptions) {
    const { schema, subtask, parallelism, maxParallelism, clock, restore } = options;
    this.options = options;
    this.selector = keySelector(schema, [schema.fields[0]?.name ?? ""]);
    this.backend = createKeyedBackend({
      key: this.selector,
      maxParallelism,
      keyGroups: keyGroupRange(subtask, parallelism, maxParallelism),
      clock,
      restore,
      ttlClock: options.ttlClock,
      tuning: { ...productTuning, windowColumns: options.windowColumns !== false },
      trace: undefined,
    });
    this.operator = options.create(this.context());
    this.operator.open?.();
  }

  record(row: Row, timestamp: number | undefined): Output[] {
    return this.collect(() => {
      this.backend.setCurrentKey(this.selector.select(row));
      this.operator.inputs[0]?.(row, timestamp ?? noTimestamp);
    });
  }

  advanceWatermark(watermark: EncodedTimestamp): Output[] {
    return this.collect(() => {
      this.watermark = decodeTimestamp(watermark);
      this.backend.setWatermark(this.watermark);
      if (this.operator.onWatermark !== undefined) {
        this.operator.onWatermark(this.watermark);
        return;
      }
      while (this.backend.fireEventTimer());
      this.output.push({ w: watermark });
    });
  }

  advanceProcessingTime(now: number): Output[] {
    return this.collect(() => {
      while (this.backend.fireProcessingTimer(now));
    });
  }

  statistics(): Output[] {
    return [{ stats: this.backend.statistics() }];
  }

  /** Key groups of a snapshot, and the bytes they lie in. */
  snapshot(): { readonly keyGroups: OperatorSnapshotIndex["keyGroups"]; readonly bytes: Uint8Array } {
    const parts: Uint8Array[] = [];
    let offset = 0;
    const keyGroups = this.backend.snapshot({
      append: (bytes) => {
        parts.push(bytes.slice());
        offset += bytes.length;
        return { offset: offset - bytes.length, length: bytes.length };
      },
    });
    const bytes = new Uint8Array(offset);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { keyGroups, bytes };
  }

  private collect(run: () => void): Output[] {
    this.output = [];
    run();
    return this.output;
  }

  private collector(side: string | undefined): Collector {
    return (row, timestamp) => {
      const record = encodeRecord(this.options.encode(row), timestamp);
      this.output.push(side === undefined ? record : { side, ...record });
    };
  }

  private context(): OperatorContext {
    const { options, backend } = this;
    const watermark = (): number => this.watermark;
    const unsupported = (): never => {
      throw new Error("not part of this suite");
    };
    return {
      operatorId: "operator",
      name: "operator",
      subtask: options.subtask,
      parallelism: options.parallelism,
      maxParallelism: options.maxParallelism,
      attempt: 0,
      inputSchemas: [options.schema],
      outputSchema: options.outputSchema,
      sideOutputSchema: () => options.outputSchema,
      output: this.collector(undefined),
      sideOutput: (tag) => this.collector(tag),
      emitWatermark: (timestamp) => this.output.push({ w: encodeTimestamp(timestamp) }),
      emitWatermarkStatus: () => {},
      get currentWatermark() {
        return watermark();
      },
      clock: options.clock,
      activeClock: options.clock,
      random: seededRandom(1),
      keyedState: backend.state,
      operatorState: { list: unsupported, broadcast: unsupported },
      timers: (name, callback) => backend.timers(name, callback),
      functions: attributedFunctions(options.functions, "operator"),
      ports: { request: unsupported },
      transactions: { stage: unsupported, commit: unsupported, abort: unsupported },
      autoWatermarkIntervalMs: 0,
      checkpointingEnabled: true,
      restored: options.restore !== undefined,
      scheduleTick: () => {},
      tracesRecords: false,
      trace: (build) => void build(0),
      countLateDropped: () => {
        this.lateDropped += 1;
      },
    };
  }
}

/** State of operators for `subtask` of `parallelism`: the key groups it owns out of all snapshots. */
export function restoreFrom(
  snapshots: readonly {
    readonly keyGroups: OperatorSnapshotIndex["keyGroups"];
    readonly bytes: Uint8Array;
  }[],
  range: { readonly first: number; readonly last: number },
): OperatorRestore {
  const keyGroups = snapshots.flatMap((snapshot, index) =>
    snapshot.keyGroups
      .filter(({ group }) => group >= range.first && group <= range.last)
      .map(({ group, range: bytes }) => ({ file: String(index), group, range: bytes })),
  );
  return {
    state: { operatorId: "operator", keyGroups, operatorStates: [] },
    files: new Map(snapshots.map((snapshot, index) => [String(index), snapshot.bytes])),
  };
}
