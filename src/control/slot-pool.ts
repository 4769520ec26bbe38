import { engineMessage } from "../base/engine-messages.ts";
import type { ListBy, TaskIndex } from "../stream/indices.ts";
import type { ControlContext } from "./control-context.ts";
import type { ResourceManagerGateway, SlotId, SlotOwner } from "./resource-manager.ts";

/** A deployment that asks for slots. */
export interface SlotRequest {
  readonly subtasks: Iterable<TaskIndex>;
  /** There is a slot for each. */
  onReady(): void;
  /** There was none for some of them in time. `cause` says so to the person. */
  onTimeout(cause: string): void;
}

export interface SlotPoolOptions {
  readonly jobId: string;
  /** The shared slot of each subtask: those of one slot sharing group may have the same one. [GR40] */
  readonly slotOf: ListBy<TaskIndex, number>;
  readonly resources: ResourceManagerGateway;
  readonly context: Pick<ControlContext, "now" | "schedule">;
  /** `slot.request.timeout`. */
  readonly requestTimeoutMs: number;
  /** An executor is gone on which these subtasks had their slot, in ascending order. */
  onExecutorLost(executor: number, subtasks: readonly TaskIndex[]): void;
}

interface Waiting {
  readonly shared: ReadonlySet<number>;
  readonly request: SlotRequest;
  readonly cancelTimeout: () => void;
}

/**
 * The slots of one job (Flink's DeclarativeSlotPool): says what the job needs, takes what is offered, and has a deployment wait until there
 * is a slot for each of its subtasks, or its time is over. A slot stays with the job while this restarts. [HB74] [HB77]
 */
export class SlotPool implements SlotOwner {
  readonly #options: SlotPoolOptions;
  readonly #needed = new Set<number>();
  /** By shared slot. */
  readonly #slots = new Map<number, SlotId>();
  readonly #waiting = new Set<Waiting>();

  constructor(options: SlotPoolOptions) {
    this.#options = options;
  }

  /** Calls `onReady` once there is a slot for each subtask: at once when they are there. */
  allocate(request: SlotRequest): void {
    const { jobId, slotOf, resources } = this.#options;
    const shared = new Set([...request.subtasks].flatMap((subtask) => slotOf[subtask] ?? []));
    for (const slot of shared) this.#needed.add(slot);
    resources.declareRequiredResources(jobId, this.#needed.size, this);
    if (this.#has(shared)) request.onReady();
    else this.#wait(shared, request);
  }

  /** The executor on which `subtask` has its slot. */
  executorOf(subtask: TaskIndex): number | undefined {
    return this.#slots.get(this.#options.slotOf[subtask] ?? -1)?.executor;
  }

  offerSlots(slots: readonly SlotId[]): void {
    const offers = [...slots];
    for (const shared of [...this.#needed].toSorted((a, b) => a - b)) {
      if (this.#slots.has(shared)) continue;
      const slot = offers.shift();
      if (slot !== undefined) this.#slots.set(shared, slot);
    }
    for (const waiting of [...this.#waiting].filter(({ shared }) => this.#has(shared))) {
      this.#forget(waiting);
      waiting.request.onReady();
    }
  }

  loseSlots(executor: number): void {
    const { slotOf, onExecutorLost } = this.#options;
    const subtasks = [...slotOf.keys()].filter((subtask) => this.executorOf(subtask) === executor);
    for (const [shared, slot] of this.#slots) if (slot.executor === executor) this.#slots.delete(shared);
    onExecutorLost(executor, subtasks);
  }

  /** Nothing is deployed any more: nobody waits. */
  close(): void {
    for (const waiting of this.#waiting) this.#forget(waiting);
  }

  #has(shared: ReadonlySet<number>): boolean {
    return [...shared].every((slot) => this.#slots.has(slot));
  }

  #wait(shared: ReadonlySet<number>, request: SlotRequest): void {
    const { context, requestTimeoutMs } = this.#options;
    const cancelTimeout = context.schedule(context.now() + requestTimeoutMs, () => {
      this.#forget(waiting);
      request.onTimeout(notEnoughSlots(this.#needed.size, this.#slots.size));
    });
    const waiting = { shared, request, cancelTimeout };
    this.#waiting.add(waiting);
  }

  #forget(waiting: Waiting): void {
    waiting.cancelTimeout();
    this.#waiting.delete(waiting);
  }
}

/** Flink's words (NoResourceAvailableException), what is missing, and what helps. */
function notEnoughSlots(needed: number, has: number): string {
  return engineMessage("noSlots", { needed, has });
}
