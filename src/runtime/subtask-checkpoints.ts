import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { OperatorSnapshotIndex } from "../graph/snapshot.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { ChainServices } from "./chain-services.ts";
import type { SubtaskSnapshotHandle } from "./environment.ts";
import type { DeclineReason } from "./io/barrier-handler.ts";
import type { OperatorNode } from "./operator-node.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import type { TaskOutputs } from "./task-outputs.ts";

/** Ids of aborted checkpoints that are remembered until their barrier comes (Flink's maxRecordAbortedCheckpoints). */
const rememberedAbortsMax = 128;

/** What the input side knows of a checkpoint when its last barrier has arrived (semantics 6.12). */
export interface AlignmentMetrics {
  readonly startDelayMs: number;
  readonly alignmentMs: number;
}

interface WrittenSnapshot {
  readonly bytes: number;
  readonly operators: readonly OperatorSnapshotIndex[];
  readonly metrics: AlignmentMetrics & { readonly syncMs: number };
  readonly startedAt: Timestamp;
}

export interface SubtaskCheckpointsOptions {
  readonly services: ChainServices;
  readonly outputs: TaskOutputs;
  readonly nodes: readonly OperatorNode[];
}

/** What a task does at the checkpoint moment and afterwards (SubtaskCheckpointCoordinatorImpl, semantics 6.9). */
export class SubtaskCheckpoints {
  readonly #services: ChainServices;
  readonly #outputs: TaskOutputs;
  readonly #nodes: readonly OperatorNode[];
  readonly #writing = new Map<number, WrittenSnapshot>();
  readonly #aborted = new Set<number>();
  #lastId = -1;

  constructor({ services, outputs, nodes }: SubtaskCheckpointsOptions) {
    this.#services = services;
    this.#outputs = outputs;
    this.#nodes = nodes;
  }

  /** Snapshots the chain and forwards the barrier; false when the checkpoint is out of date or aborted. */
  take(barrier: CheckpointBarrier, alignment: AlignmentMetrics): boolean {
    if (barrier.id <= this.#lastId) return false;
    this.#lastId = barrier.id;
    if (this.#aborted.delete(barrier.id)) {
      this.#outputs.broadcast({ kind: "cancelCheckpointMarker", id: barrier.id });
      return false;
    }
    for (const { operator } of this.#nodes) operator.prepareSnapshotPreBarrier?.(barrier.id);
    this.#outputs.broadcast(barrier);
    this.#snapshot(barrier, alignment);
    return true;
  }

  /** Declines to the coordinator, and tells the tasks downstream not to wait for the barrier. */
  abortAlignment(checkpointId: number, reason: DeclineReason): void {
    this.#outputs.broadcast({ kind: "cancelCheckpointMarker", id: checkpointId });
    this.decline(checkpointId, reason, `the alignment of checkpoint ${checkpointId} was given up`);
  }

  decline(checkpointId: number, reason: string, message: string): void {
    this.#services.trace({ kind: "checkpointDeclined", checkpointId, reason });
    this.#report({ kind: "decline", checkpointId, reason, message });
  }

  complete(checkpointId: number): void {
    for (const { operator } of this.#nodes.toReversed()) operator.onCheckpointComplete?.(checkpointId);
  }

  /** The coordinator gave the checkpoint up. One whose barrier is still to come is remembered, so that it is not taken. */
  abort(checkpointId: number): void {
    this.#writing.delete(checkpointId);
    if (checkpointId > this.#lastId) {
      this.#aborted.add(checkpointId);
      const [oldest] = this.#aborted;
      if (this.#aborted.size > rememberedAbortsMax && oldest !== undefined) this.#aborted.delete(oldest);
      return;
    }
    for (const { operator } of this.#nodes.toReversed()) operator.onCheckpointAborted?.(checkpointId);
  }

  written(checkpointId: number, path: string): void {
    const snapshot = this.#writing.get(checkpointId);
    if (snapshot === undefined) return;
    this.#writing.delete(checkpointId);
    this.#services.trace({ kind: "snapshotStored", checkpointId, bytes: snapshot.bytes });
    this.#acknowledge(checkpointId, snapshot, { path, bytes: snapshot.bytes, operators: snapshot.operators });
  }

  failed(checkpointId: number, message: string): void {
    if (this.#writing.delete(checkpointId)) this.decline(checkpointId, "CHECKPOINT_ASYNC_EXCEPTION", message);
  }

  #snapshot(barrier: CheckpointBarrier, alignment: AlignmentMetrics): void {
    const { clock, snapshots } = this.#services.environment;
    const startedAt = clock.now();
    const builder = new SnapshotBuilder();
    const operators = this.#nodes
      .toReversed()
      .map((node) => node.snapshot(barrier.id, builder))
      .filter(({ keyGroups, operatorStates }) => keyGroups.length > 0 || operatorStates.length > 0)
      .toReversed();
    const syncMs = clock.now() - startedAt;
    const bytes = builder.length;
    const snapshot: WrittenSnapshot = { bytes, operators, metrics: { ...alignment, syncMs }, startedAt };
    this.#services.trace({ kind: "snapshotTaken", checkpointId: barrier.id, syncMs, bytes });
    if (operators.length === 0) return this.#acknowledge(barrier.id, snapshot, undefined);
    this.#writing.set(barrier.id, snapshot);
    snapshots.write(barrier.id, builder.build());
  }

  #acknowledge(checkpointId: number, snapshot: WrittenSnapshot, handle: SubtaskSnapshotHandle | undefined): void {
    const asyncMs = this.#services.environment.clock.now() - snapshot.startedAt;
    const metrics = { ...snapshot.metrics, asyncMs, bytes: snapshot.bytes };
    this.#report({ kind: "acknowledge", checkpointId, snapshot: handle, metrics });
  }

  #report(report: Parameters<ChainServices["environment"]["coordinator"]["report"]>[0]): void {
    this.#services.environment.coordinator.report(report);
  }
}
