import { noCheckpoint, toPlaceInTask } from "../../stream/indices.ts";
import type { CheckpointBarrier } from "../../stream/control-element.ts";
import type { CheckpointId, PlaceInTask } from "../../stream/indices.ts";
import type { BarrierActions, BarrierHandler, BarrierHandlerOptions } from "./barrier-handler.ts";

/** Flink's MAX_CHECKPOINTS_TO_TRACK: more in flight than that means that barriers got lost for good. */
const trackedMax = 50;

interface TrackedCheckpoint {
  readonly id: CheckpointId;
  readonly barrier: CheckpointBarrier | undefined;
  /** Channels that were open when the id was first seen and have not reported. */
  readonly missing: Set<PlaceInTask>;
  aborted: boolean;
}

/** At least once (CheckpointBarrierTracker): counts barriers and never holds a channel. */
export class BarrierTracker implements BarrierHandler {
  readonly #actions: BarrierActions;
  readonly #afterFinish: boolean;
  readonly #open: Set<PlaceInTask>;
  /** Oldest first. */
  #tracked: TrackedCheckpoint[] = [];
  /** Newest id that was ever tracked; one that triggered at once was not. */
  #newestId = noCheckpoint;

  constructor(options: BarrierHandlerOptions, actions: BarrierActions) {
    this.#actions = actions;
    this.#afterFinish = options.afterFinish;
    this.#open = new Set(Array.from({ length: options.channels }, (_, channel) => toPlaceInTask(channel)));
  }

  barrier(channel: PlaceInTask, barrier: CheckpointBarrier): void {
    if (this.#isNew(barrier.id)) {
      if (this.#open.size <= 1) return this.#actions.trigger(barrier);
      this.#track({ id: barrier.id, barrier, missing: new Set(this.#open), aborted: false });
      this.#actions.alignmentStarted(barrier, channel);
    }
    const checkpoint = this.#find(barrier.id);
    if (checkpoint !== undefined) this.#report(checkpoint, channel, barrier);
  }

  barrierByCall(barrier: CheckpointBarrier): void {
    if (this.#open.size === 0) return this.#actions.trigger(barrier);
    for (const channel of [...this.#open].toSorted((left, right) => left - right)) this.barrier(channel, barrier);
  }

  cancel(channel: PlaceInTask, checkpointId: CheckpointId): void {
    const isNew = this.#isNew(checkpointId);
    if (isNew && this.#open.size <= 1) return this.#abort(checkpointId);
    this.#abortOlderThan(checkpointId);
    if (isNew) this.#track({ id: checkpointId, barrier: undefined, missing: new Set(this.#open), aborted: false });
    const checkpoint = this.#find(checkpointId);
    if (checkpoint === undefined) return;
    if (!checkpoint.aborted) this.#abort(checkpointId);
    checkpoint.aborted = true;
    this.#report(checkpoint, channel, undefined);
  }

  endOfPartition(channel: PlaceInTask): void {
    this.#open.delete(channel);
    if (!this.#afterFinish) {
      const tracked = this.#tracked;
      this.#tracked = [];
      for (const checkpoint of tracked) {
        if (!checkpoint.aborted) this.#actions.abort(checkpoint.id, "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM");
      }
      return;
    }
    // Newest first: completing one drops all older ones, which then need no look any more.
    for (const checkpoint of this.#tracked.toReversed()) {
      if (this.#tracked.includes(checkpoint)) this.#report(checkpoint, channel, checkpoint.barrier);
    }
  }

  #isNew(id: CheckpointId): boolean {
    return id > this.#newestId;
  }

  #find(id: CheckpointId): TrackedCheckpoint | undefined {
    return this.#tracked.find((checkpoint) => checkpoint.id === id);
  }

  #track(checkpoint: TrackedCheckpoint): void {
    this.#newestId = checkpoint.id;
    this.#tracked.push(checkpoint);
    if (this.#tracked.length > trackedMax) this.#tracked.shift();
  }

  #report(checkpoint: TrackedCheckpoint, channel: PlaceInTask, barrier: CheckpointBarrier | undefined): void {
    checkpoint.missing.delete(channel);
    if (checkpoint.missing.size > 0) return;
    this.#tracked = this.#tracked.filter((other) => other.id > checkpoint.id);
    if (!checkpoint.aborted && barrier !== undefined) this.#actions.trigger(barrier);
  }

  #abortOlderThan(id: CheckpointId): void {
    const older = this.#tracked.filter((checkpoint) => checkpoint.id < id);
    this.#tracked = this.#tracked.filter((checkpoint) => checkpoint.id >= id);
    for (const checkpoint of older) if (!checkpoint.aborted) this.#abort(checkpoint.id);
  }

  #abort(id: CheckpointId): void {
    this.#actions.abort(id, "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER");
  }
}
