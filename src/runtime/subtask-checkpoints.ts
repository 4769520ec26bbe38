import { storageFailureText } from "../base/lookup.ts";
import type { StorageFailure } from "../base/lookup.ts";
import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { ChainServices } from "./chain-services.ts";
import type { SubtaskSnapshotHandle } from "./environment.ts";
import type { DeclineReason } from "./io/barrier-handler.ts";
import type { OperatorNode } from "./operator-node.ts";
import type { AlignmentMetrics, FinishedSnapshot } from "./subtask-snapshot.ts";
import { noCheckpoint } from "../stream/indices.ts";
import { SubtaskSnapshot } from "./subtask-snapshot.ts";
import type { TaskOutputs } from "./task-outputs.ts";

/** Ids of aborted checkpoints that are remembered until their barrier comes (Flink's maxRecordAbortedCheckpoints). */
const rememberedAbortsMax = 128;

interface WrittenSnapshot {
  readonly bytes: number;
  readonly operators: FinishedSnapshot["operators"];
  readonly metrics: AlignmentMetrics & { readonly syncMs: number };
  readonly startedAt: Timestamp;
}

export interface SubtaskCheckpointsOptions {
  readonly services: ChainServices;
  readonly outputs: TaskOutputs;
  readonly nodes: readonly OperatorNode[];
}

/** What a task does at the checkpoint moment and afterwards (SubtaskCheckpointCoordinatorImpl). */
export class SubtaskCheckpoints {
  readonly #services: ChainServices;
  readonly #outputs: TaskOutputs;
  readonly #nodes: readonly OperatorNode[];
  /** Oldest first: snapshots of which a part of the keyed state is not written yet. */
  #slicing: SubtaskSnapshot[] = [];
  /** Handed over to be stored, by checkpoint. */
  readonly #writing = new Map<CheckpointId, WrittenSnapshot>();
  readonly #aborted = new Set<CheckpointId>();
  #lastId = noCheckpoint;
  #completedId: CheckpointId;

  constructor({ services, outputs, nodes }: SubtaskCheckpointsOptions) {
    this.#services = services;
    this.#outputs = outputs;
    this.#nodes = nodes;
    this.#completedId = services.deployment.restore?.checkpointId ?? noCheckpoint;
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
    const snapshot = new SubtaskSnapshot({ barrier, alignment, nodes: this.#nodes, clock: this.#services.environment.clock });
    this.#slicing.push(snapshot);
    // Small state is written whole; with more, records go on between the slices.
    const [first] = this.#slicing;
    const isWhole = first === snapshot && snapshot.writeSlice();
    const { syncMs } = snapshot.metrics;
    this.#services.trace({ kind: "snapshotTaken", checkpointId: barrier.id, syncMs, ...(isWhole && { bytes: snapshot.bytes }) });
    if (isWhole) this.#storeFirst();
    return true;
  }

  /** Writes a slice of the oldest unfinished snapshot; false when there is none. */
  writeSlice(): boolean {
    const [snapshot] = this.#slicing;
    if (snapshot?.writeSlice() === true) this.#storeFirst();
    return snapshot !== undefined;
  }

  /** True while a checkpoint that may still complete waits for the acknowledgement of a snapshot. */
  get isWriting(): boolean {
    const isOpen = (checkpointId: CheckpointId): boolean => checkpointId > this.#completedId;
    return this.#slicing.some((snapshot) => isOpen(snapshot.checkpointId)) || [...this.#writing.keys()].some(isOpen);
  }

  /** Forgets the snapshots that are not written. */
  close(): void {
    for (const snapshot of this.#slicing) snapshot.close();
    this.#slicing = [];
  }

  /** Declines to the coordinator, and tells the tasks downstream not to wait for the barrier. */
  abortAlignment(checkpointId: CheckpointId, reason: DeclineReason): void {
    this.#outputs.broadcast({ kind: "cancelCheckpointMarker", id: checkpointId });
    this.decline(checkpointId, reason, `the alignment of checkpoint ${checkpointId} was given up`);
  }

  decline(checkpointId: CheckpointId, reason: string, message: string): void {
    this.#services.trace({ kind: "checkpointDeclined", checkpointId, reason });
    this.#report({ kind: "decline", checkpointId, reason, message });
  }

  /** The checkpoint is complete in the whole job. Told again, as an abort does, it does nothing. */
  complete(checkpointId: CheckpointId): void {
    if (checkpointId <= this.#completedId) return;
    this.#completedId = checkpointId;
    for (const { operator } of this.#nodes.toReversed()) operator.onCheckpointComplete?.(checkpointId);
  }

  /** The coordinator gave the checkpoint up. One whose barrier is still to come is remembered, so that it is not taken. */
  abort(checkpointId: CheckpointId): void {
    this.#writing.delete(checkpointId);
    for (const snapshot of this.#slicing) if (snapshot.checkpointId === checkpointId) snapshot.close();
    this.#slicing = this.#slicing.filter((snapshot) => snapshot.checkpointId !== checkpointId);
    if (checkpointId > this.#lastId) {
      this.#aborted.add(checkpointId);
      const [oldest] = this.#aborted;
      if (this.#aborted.size > rememberedAbortsMax && oldest !== undefined) this.#aborted.delete(oldest);
      return;
    }
    for (const { operator } of this.#nodes.toReversed()) operator.onCheckpointAborted?.(checkpointId);
  }

  written(checkpointId: CheckpointId, path: string): void {
    const snapshot = this.#writing.get(checkpointId);
    if (snapshot === undefined) return;
    this.#writing.delete(checkpointId);
    this.#services.trace({ kind: "snapshotStored", checkpointId, bytes: snapshot.bytes });
    this.#acknowledge(checkpointId, snapshot, { path, bytes: snapshot.bytes, operators: snapshot.operators });
  }

  failed(checkpointId: CheckpointId, storage: StorageFailure): void {
    const reason = "CHECKPOINT_ASYNC_EXCEPTION";
    if (this.#writing.delete(checkpointId)) this.#services.trace({ kind: "checkpointDeclined", checkpointId, reason });
    // Of a checkpoint that was given up meanwhile, too: the job master has the failure logged.
    this.#report({ kind: "decline", checkpointId, reason, message: storageFailureText(storage), storage });
  }

  #storeFirst(): void {
    const snapshot = this.#slicing.shift();
    if (snapshot === undefined) return;
    const { checkpointId, metrics, startedAt } = snapshot;
    const { operators, bytes, parts } = snapshot.finish();
    const written: WrittenSnapshot = { bytes, operators, metrics, startedAt };
    if (operators.length === 0) return this.#acknowledge(checkpointId, written, undefined);
    this.#writing.set(checkpointId, written);
    this.#services.environment.snapshots.write(checkpointId, parts);
  }

  #acknowledge(checkpointId: CheckpointId, snapshot: WrittenSnapshot, handle: SubtaskSnapshotHandle | undefined): void {
    const asyncMs = this.#services.environment.clock.now() - snapshot.startedAt;
    const metrics = { ...snapshot.metrics, asyncMs, bytes: snapshot.bytes };
    this.#report({ kind: "acknowledge", checkpointId, snapshot: handle, metrics });
  }

  #report(report: Parameters<ChainServices["environment"]["coordinator"]["report"]>[0]): void {
    this.#services.environment.coordinator.report(report);
  }
}
