import { assert } from "../../base/assert.ts";
import { noCheckpoint, toPlaceInTask } from "../../stream/indices.ts";
import type { CheckpointBarrier } from "../../stream/control-element.ts";
import type { CheckpointId, PlaceInTask } from "../../stream/indices.ts";
import type { BarrierActions, BarrierHandler, BarrierHandlerOptions } from "./barrier-handler.ts";

/** Exactly once with aligned barriers (SingleCheckpointBarrierHandler): a channel whose barrier was read waits. */
export class AlignedBarrierHandler implements BarrierHandler {
  readonly #actions: BarrierActions;
  readonly #afterFinish: boolean;
  readonly #open: Set<PlaceInTask>;
  /** Channels that count as aligned for the current checkpoint. */
  readonly #aligned = new Set<PlaceInTask>();
  /** Channels that are not read; one that counts by a call or by its end is not among them. */
  readonly #held = new Set<PlaceInTask>();
  #pending: CheckpointBarrier | undefined;
  #currentId = noCheckpoint;
  #targetCount = 0;

  constructor(options: BarrierHandlerOptions, actions: BarrierActions) {
    this.#actions = actions;
    this.#afterFinish = options.afterFinish;
    this.#open = new Set(Array.from({ length: options.channels }, (_, channel) => toPlaceInTask(channel)));
  }

  barrier(channel: PlaceInTask, barrier: CheckpointBarrier): void {
    if (!this.#accepts(barrier)) return this.#actions.resume(channel);
    this.#begin(barrier);
    this.#held.add(channel);
    this.#actions.block(channel, barrier.id);
    this.#align(channel, barrier);
  }

  barrierByCall(barrier: CheckpointBarrier): void {
    if (!this.#accepts(barrier)) return;
    this.#begin(barrier);
    for (const channel of [...this.#open].toSorted((left, right) => left - right)) this.#align(channel, barrier);
    if (this.#open.size === 0) this.#complete(barrier);
  }

  cancel(_channel: PlaceInTask, checkpointId: CheckpointId): void {
    const concernsCurrent = checkpointId === this.#currentId && this.#aligned.size > 0;
    if (checkpointId <= this.#currentId && !concernsCurrent) return;
    this.#currentId = checkpointId;
    this.#end();
    this.#actions.abort(checkpointId, "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER");
  }

  endOfPartition(channel: PlaceInTask): void {
    this.#open.delete(channel);
    const pending = this.#pending;
    if (pending === undefined) return;
    if (this.#afterFinish) return this.#align(channel, pending);
    this.#end();
    this.#actions.abort(pending.id, "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM");
  }

  #accepts(barrier: CheckpointBarrier): boolean {
    assert(barrier.alignment !== "unaligned", "[CP41] a task that aligns barriers gets no unaligned one");
    return barrier.id > this.#currentId || (barrier.id === this.#currentId && this.#pending !== undefined);
  }

  #begin(barrier: CheckpointBarrier): void {
    if (barrier.id > this.#currentId) {
      const older = this.#pending;
      this.#end();
      if (older !== undefined) this.#actions.abort(older.id, "CHECKPOINT_DECLINED_SUBSUMED");
      this.#currentId = barrier.id;
      this.#targetCount = this.#open.size;
    }
    this.#pending = barrier;
  }

  #align(channel: PlaceInTask, barrier: CheckpointBarrier): void {
    if (this.#aligned.size === 0 && this.#targetCount > 1) this.#actions.alignmentStarted(barrier, channel);
    this.#aligned.add(channel);
    if (this.#aligned.size === this.#targetCount) this.#complete(barrier);
  }

  #complete(barrier: CheckpointBarrier): void {
    this.#pending = undefined;
    this.#actions.trigger(barrier);
    this.#end();
  }

  /** Nothing is pending any more and every channel is read again. */
  #end(): void {
    this.#pending = undefined;
    const held = [...this.#held].toSorted((left, right) => left - right);
    this.#held.clear();
    this.#aligned.clear();
    for (const channel of held) this.#actions.resume(channel);
  }
}
