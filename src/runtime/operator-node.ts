import type { CheckpointId, OperatorIndex } from "../stream/indices.ts";
import type { OperatorSnapshotIndex } from "../graph/snapshot.ts";
import type { ChainedOperator } from "../graph/task-deployment.ts";
import { keyGroupRange } from "../stream/key-group.ts";
import { keySelector } from "../stream/key-selector.ts";
import type { Collector } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import { minTimestamp } from "../stream/timestamp.ts";
import type { Operator, OperatorContext } from "./api.ts";
import { attributed, type ChainOutput } from "./chain-output.ts";
import type { ChainServices } from "./chain-services.ts";
import { failedRecords } from "./failed-record.ts";
import { createOperatorContext } from "./operator-context.ts";
import type { KeyedBackend, KeyedSnapshot, OperatorStateBackend, SnapshotOutput } from "./state/backend.ts";
import { createKeyedBackend } from "./state/keyed-state-backend.ts";
import { createOperatorStateBackend } from "./state/operator-states.ts";
import { errorOf, type FailingOperator } from "./task-failure.ts";
import { combineInputs } from "./time/input-watermarks.ts";
import type { WatermarkTarget } from "./time/watermark-output.ts";

/** One input of an operator in a chain: where records and event time enter it. */
export interface NodeInput extends WatermarkTarget {
  readonly collect: Collector;
}

/** One operator's part of a snapshot that is being written. */
export interface OperatorSnapshot extends Pick<OperatorSnapshotIndex, "operatorId" | "operatorStates"> {
  readonly keyed: KeyedSnapshot | undefined;
}

/**
 * One operator of a chain with everything the runtime keeps for it: its context, keyed state, timers, watermark. The hot path
 * does not pass through this class: `inputs[i].collect` is the operator's own closure, behind one that sets the key.
 */
export class OperatorNode {
  readonly index: OperatorIndex;
  readonly deployed: ChainedOperator;
  readonly operator: Operator;
  readonly inputs: readonly NodeInput[];
  /** Keyed state and timers; undefined without a keyed input. */
  readonly keyed: KeyedBackend | undefined;
  readonly #services: ChainServices;
  readonly #output: ChainOutput;
  readonly #operatorState: OperatorStateBackend;
  #watermark: Timestamp = minTimestamp;
  #tickAt: Timestamp = Infinity;
  #quiesced = false;

  constructor(options: OperatorNodeOptions) {
    const { index, deployed, services, output } = options;
    this.index = index;
    this.deployed = deployed;
    this.#services = services;
    this.#output = output;
    const restore = services.restoreOf(deployed.operatorId);
    this.keyed = keyedBackendOf(options);
    this.#operatorState = createOperatorStateBackend(restore);
    const { states: operatorStates } = this.#operatorState;
    const context = createOperatorContext({ node: this, services, output, backend: this.keyed, operatorStates });
    this.operator = this.attribute(() => options.create(context));
    this.inputs = this.#createInputs();
  }

  get currentWatermark(): Timestamp {
    return this.#watermark;
  }

  open(): void {
    this.attribute(() => this.operator.open?.());
  }

  /** Does what is no record's way; what it throws is this operator's, unless it says otherwise. [UI82] */
  attribute<Result>(act: () => Result): Result {
    try {
      return act();
    } catch (error) {
      throw errorOf(this.#asFailing, error);
    }
  }

  /** Fires what event timers are due, then passes the watermark on. False when it stopped: an output is full, or it took long. */
  resumeWatermark(): boolean {
    const backend = this.keyed;
    // A watermark may be due for a million timers; in between the task shows that it is alive and sees a cancel.
    const { timersAtOnce } = this.#services.deployment.options.tuning;
    for (let fired = 1; backend?.fireEventTimer() === true; fired += 1) {
      this.#services.timerDone();
      if (fired < timersAtOnce && this.#services.hasRoom()) continue;
      this.#services.stop(this);
      return false;
    }
    if (this.operator.onWatermark === undefined) this.#output.watermark(this.#watermark);
    else this.operator.onWatermark(this.#watermark);
    return true;
  }

  /** For operators that make or hold back watermarks: their event time is what leaves them. */
  emitWatermark(timestamp: Timestamp): void {
    if (this.#makesWatermarks()) this.#services.trace({ kind: "watermark", operator: this.index, timestamp });
    this.#output.watermark(timestamp);
  }

  scheduleTick(at: Timestamp): void {
    this.#tickAt = at;
  }

  /** Processing time at which `fireTimer` has something to do: a timer for T is due when T has passed. */
  nextTimerAt(): Timestamp {
    if (this.#quiesced) return Infinity;
    return Math.min(this.#tickAt, (this.keyed?.nextProcessingTimer() ?? Infinity) + 1);
  }

  /** Fires one processing timer or tick that is due at `now`. */
  fireTimer(now: Timestamp): void {
    if (this.#tickAt > now) {
      if (this.keyed?.fireProcessingTimer(now - 1) === true) this.#services.timerDone();
      return;
    }
    this.#tickAt = Infinity;
    this.operator.onTick?.(now);
  }

  /** Operator state is written at once; keyed state is fixed as of now and written in slices. */
  startSnapshot(checkpointId: CheckpointId, output: SnapshotOutput): OperatorSnapshot {
    this.operator.snapshotState?.(checkpointId);
    return {
      operatorId: this.deployed.operatorId,
      keyed: this.keyed?.startSnapshot(),
      operatorStates: this.#operatorState.snapshot(output),
    };
  }

  /** No more processing timers and ticks: the operator is about to finish. */
  quiesce(): void {
    this.#quiesced = true;
    this.keyed?.quiesceProcessingTimers();
  }

  get #asFailing(): FailingOperator {
    return { index: this.index, name: this.deployed.name };
  }

  #makesWatermarks(): boolean {
    return this.deployed.part === "source" || this.operator.onWatermark !== undefined;
  }

  #createInputs(): readonly NodeInput[] {
    const targets = this.#inputTargets(this.operator.inputs.length);
    return this.operator.inputs.map((collect, input) => ({
      ...(targets[input] ?? this.#ownTarget()),
      collect: this.#attributed(this.#withKey(collect, input), input),
    }));
  }

  #inputTargets(inputs: number): readonly WatermarkTarget[] {
    return inputs === 1 ? [this.#ownTarget()] : combineInputs(inputs, this.#ownTarget());
  }

  #attributed(collect: Collector, input: number): Collector {
    if (!this.#services.environment.trace.records) return collect;
    const record = failedRecords(this.deployed.inputSchemas[input] ?? { fields: [] });
    return attributed(collect, (row, error) => errorOf(this.#asFailing, error, record(row)));
  }

  #withKey(collect: Collector, input: number): Collector {
    const names = this.deployed.keys[input];
    const backend = this.keyed;
    if (names === undefined || backend === undefined) return collect;
    const { select } = keySelector(this.deployed.inputSchemas[input] ?? { fields: [] }, names);
    return (row, timestamp) => {
      backend.setCurrentKey(select(row));
      collect(row, timestamp);
    };
  }

  #ownTarget(): WatermarkTarget {
    return {
      watermark: (timestamp) => {
        this.#watermark = timestamp;
        if (!this.#makesWatermarks()) this.#services.trace({ kind: "watermark", operator: this.index, timestamp });
        this.keyed?.setWatermark(timestamp);
        this.resumeWatermark();
      },
      status: (idle) => {
        this.#services.trace({ kind: "idle", operator: this.index, idle });
        if (this.operator.onWatermarkStatus === undefined) this.#output.status(idle);
        else this.operator.onWatermarkStatus(idle);
      },
    };
  }
}

export interface OperatorNodeOptions {
  readonly index: OperatorIndex;
  readonly deployed: ChainedOperator;
  readonly services: ChainServices;
  readonly output: ChainOutput;
  create(context: OperatorContext): Operator;
}

/** A keyed operator's state; undefined for one without a keyed input. */
function keyedBackendOf({ index, deployed, services }: OperatorNodeOptions): KeyedBackend | undefined {
  const keyed = deployed.keys.findIndex((names) => names !== undefined);
  const names = deployed.keys[keyed];
  const schema = deployed.inputSchemas[keyed];
  if (names === undefined || schema === undefined) return undefined;
  const { subtaskIndex, parallelism, maxParallelism } = services.deployment;
  return createKeyedBackend({
    key: keySelector(schema, names),
    maxParallelism,
    keyGroups: keyGroupRange(subtaskIndex, parallelism, maxParallelism),
    clock: services.environment.clock,
    restore: services.restoreOf(deployed.operatorId),
    memory: services.memory,
    tuning: services.deployment.options.tuning,
    trace: services.environment.trace.records ? (build) => services.trace(build(index)) : undefined,
  });
}
