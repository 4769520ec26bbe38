import type { CheckpointId } from "../stream/indices.ts";
import type { OperatorSnapshotIndex } from "../graph/snapshot.ts";
import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { Clock } from "./environment.ts";
import type { OperatorNode, OperatorSnapshot } from "./operator-node.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import type { KeyedSnapshot } from "./state/backend.ts";

/** What the input side knows of a checkpoint when its last barrier has arrived. */
export interface AlignmentMetrics {
  readonly startDelayMs: number;
  readonly alignmentMs: number;
}

export interface SubtaskSnapshotOptions {
  readonly barrier: CheckpointBarrier;
  readonly alignment: AlignmentMetrics;
  readonly nodes: readonly OperatorNode[];
  readonly clock: Clock;
}

export interface FinishedSnapshot {
  /** Table of contents; operators without state are left out. */
  readonly operators: readonly OperatorSnapshotIndex[];
  readonly bytes: number;
  /** The snapshot's file, in order. */
  readonly parts: readonly Uint8Array[];
}

/** State of a chain at one checkpoint: fixed when it is made, from tail to head, and written in slices. */
export class SubtaskSnapshot {
  readonly checkpointId: CheckpointId;
  readonly startedAt: Timestamp;
  readonly metrics: AlignmentMetrics & { readonly syncMs: number };
  readonly #builder = new SnapshotBuilder();
  readonly #operators: readonly OperatorSnapshot[];
  /** Keyed state that is still to be written. */
  readonly #writing: KeyedSnapshot[];

  constructor({ barrier, alignment, nodes, clock }: SubtaskSnapshotOptions) {
    this.checkpointId = barrier.id;
    this.startedAt = clock.now();
    const tailToHead = nodes.toReversed().map((node) => node.startSnapshot(barrier.id, this.#builder));
    this.#operators = tailToHead.toReversed();
    this.#writing = this.#operators.flatMap(({ keyed }) => keyed ?? []);
    this.metrics = { ...alignment, syncMs: clock.now() - this.startedAt };
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#builder.length;
  }

  /** Does a slice of the work; true when everything is written. */
  writeSlice(): boolean {
    if (this.#writing[0]?.writeNext(this.#builder) === true) this.#writing.shift();
    return this.#writing.length === 0;
  }

  /** Closes it; everything must be written. */
  finish(): FinishedSnapshot {
    const operators = this.#operators
      .map(({ operatorId, keyed, operatorStates }) => ({ operatorId, keyGroups: keyed?.keyGroups ?? [], operatorStates }))
      .filter(({ keyGroups, operatorStates }) => keyGroups.length > 0 || operatorStates.length > 0);
    this.close();
    return { operators, bytes: this.#builder.length, parts: this.#builder.parts() };
  }

  close(): void {
    for (const { keyed } of this.#operators) keyed?.close();
  }
}
