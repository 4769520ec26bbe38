/** What asks for a checkpoint. User requests are neither periodic nor, unless they are savepoints, forced. */
export interface CheckpointRequest {
  /** Place in the order of arrival; ties of priority go to the lower one. */
  readonly number: number;
  readonly savepoint: boolean;
  readonly periodic: boolean;
  /** Starts although `maxConcurrent` checkpoints are pending. */
  readonly forced: boolean;
}

/** The coordinator's situation when the queue is asked. Times in milliseconds of the job clock. */
export interface CheckpointSituation {
  readonly now: number;
  readonly pending: number;
  readonly cleaning: number;
  readonly triggering: boolean;
  /** -Infinity before any completion. */
  readonly lastCompletionAt: number;
}

export interface CheckpointRequestOutcome<Request> {
  readonly start: Request | undefined;
  readonly refused: readonly { readonly request: Request; readonly reason: RequestRefusal }[];
  /** Delay after which the periodic trigger fires instead of at its planned time. */
  readonly rescheduleAfterMs: number | undefined;
}

export type RequestRefusal = "TOO_MANY_CHECKPOINT_REQUESTS" | "MINIMUM_TIME_BETWEEN_CHECKPOINTS";

export interface CheckpointRequestLimits {
  readonly maxConcurrent: number;
  readonly minPauseMs: number;
  readonly maxQueued: number;
}

/** Queue in front of the coordinator: which request starts now (Flink's CheckpointRequestDecider). [CP3] */
export class CheckpointRequestDecider<Request extends CheckpointRequest> {
  readonly #queue: Request[] = [];
  readonly #limits: CheckpointRequestLimits;

  constructor(limits: CheckpointRequestLimits) {
    this.#limits = limits;
  }

  get queued(): number {
    return this.#queue.length;
  }

  /** Queues `request`, then asks the queue. A request that is rejected because the queue is full ends the step. */
  offer(request: Request, situation: CheckpointSituation): CheckpointRequestOutcome<Request> {
    const last = this.#queue.at(-1);
    if (this.#queue.length >= this.#limits.maxQueued && last !== undefined && !last.periodic) {
      return {
        start: undefined,
        refused: [{ request, reason: "TOO_MANY_CHECKPOINT_REQUESTS" }],
        rescheduleAfterMs: undefined,
      };
    }
    this.#insert(request);
    const dropped = this.#queue.length > this.#limits.maxQueued ? this.#queue.pop() : undefined;
    const outcome = this.ask(situation);
    if (dropped === undefined) return outcome;
    const refusal = { request: dropped, reason: "TOO_MANY_CHECKPOINT_REQUESTS" as const };
    return { ...outcome, refused: [refusal, ...outcome.refused] };
  }

  /** Which queued request may start. */
  ask(situation: CheckpointSituation): CheckpointRequestOutcome<Request> {
    const nothing = { start: undefined, refused: [], rescheduleAfterMs: undefined };
    const head = this.#queue[0];
    if (head === undefined || situation.triggering || situation.cleaning > this.#limits.maxConcurrent) return nothing;
    if (situation.pending >= this.#limits.maxConcurrent) {
      if (!head.forced) return nothing;
    } else if (head.periodic && !head.forced) {
      const restMs = situation.lastCompletionAt + this.#limits.minPauseMs - situation.now;
      if (restMs > 0) {
        this.#queue.shift();
        return {
          start: undefined,
          refused: [{ request: head, reason: "MINIMUM_TIME_BETWEEN_CHECKPOINTS" }],
          rescheduleAfterMs: restMs,
        };
      }
    }
    this.#queue.shift();
    return { ...nothing, start: head };
  }

  /** Empties the queue. */
  drain(): readonly Request[] {
    return this.#queue.splice(0);
  }

  #insert(request: Request): void {
    const place = this.#queue.findIndex((other) => comesBefore(request, other));
    if (place < 0) this.#queue.push(request);
    else this.#queue.splice(place, 0, request);
  }
}

function comesBefore(left: CheckpointRequest, right: CheckpointRequest): boolean {
  if (left.savepoint !== right.savepoint) return left.savepoint;
  if (left.forced !== right.forced) return left.forced;
  if (left.periodic !== right.periodic) return right.periodic;
  return left.number < right.number;
}
