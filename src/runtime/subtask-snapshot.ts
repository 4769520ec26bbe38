import type { OperatorSnapshotIndex } from "../graph/snapshot.ts";
import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { Clock } from "./environment.ts";
import type { OperatorNode, OperatorSnapshot } from "./operator-node.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";

/** What the input side knows of a checkpoint when its last barrier has arrived (semantics 6.12). */
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
  readonly checkpointId: number;
  readonly startedAt: Timestamp;
  readonly metrics: AlignmentMetrics & { readonly syncMs: number };
  readonly #builder = new SnapshotBuilder();
  readonly #operators: readonly OperatorSnapshot[];
  #written = 0;

  constructor({ barrier, alignment, nodes, clock }: SubtaskSnapshotOptions) {
    this.checkpointId = barrier.id;
    this.startedAt = clock.now();
    const tailToHead = nodes.toReversed().map((node) => node.startSnapshot(barrier.id, this.#builder));
    this.#operators = tailToHead.toReversed();
    this.metrics = { ...alignment, syncMs: clock.now() - this.startedAt };
  }

  /** Does a slice of the work; true when everything is written. */
  writeSlice(): boolean {
    const operator = this.#operators[this.#written];
    if (operator === undefined) return true;
    if (operator.keyed?.writeNext(this.#builder) !== false) this.#written += 1;
    return this.#written === this.#operators.length;
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
