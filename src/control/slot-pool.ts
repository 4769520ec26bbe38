import type { ResourceManagerGateway, SlotId, SlotOwner } from "./resource-manager.ts";

interface Waiting {
  readonly shared: ReadonlySet<number>;
  onReady(): void;
}

export interface SlotPoolOptions {
  readonly jobId: string;
  /** The shared slot of each subtask: those of one slot sharing group may have the same one. [GR40] */
  readonly slotOf: readonly number[];
  readonly resources: ResourceManagerGateway;
  /** An executor is gone on which these subtasks had their slot, in ascending order. */
  onExecutorLost(executor: number, subtasks: readonly number[]): void;
}

/**
 * The slots of one job (Flink's DeclarativeSlotPool): says what the job needs, takes what is offered, and has a deployment wait until there
 * is a slot for each of its subtasks. A slot stays with the job while this restarts. [HB74]
 */
export class SlotPool implements SlotOwner {
  readonly #options: SlotPoolOptions;
  readonly #needed = new Set<number>();
  /** By shared slot. */
  readonly #slots = new Map<number, SlotId>();
  #waiting: Waiting[] = [];

  constructor(options: SlotPoolOptions) {
    this.#options = options;
  }

  /** Calls `onReady` once there is a slot for each of `subtasks`: at once when they are there. */
  allocate(subtasks: Iterable<number>, onReady: () => void): void {
    const { jobId, slotOf, resources } = this.#options;
    const shared = new Set([...subtasks].flatMap((subtask) => slotOf[subtask] ?? []));
    for (const slot of shared) this.#needed.add(slot);
    this.#waiting.push({ shared, onReady });
    resources.declareRequiredResources(jobId, this.#needed.size, this);
    this.#serve();
  }

  offerSlots(slots: readonly SlotId[]): void {
    const offers = [...slots];
    for (const shared of [...this.#needed].toSorted((a, b) => a - b)) {
      if (this.#slots.has(shared)) continue;
      const slot = offers.shift();
      if (slot !== undefined) this.#slots.set(shared, slot);
    }
    this.#serve();
  }

  loseSlots(executor: number): void {
    const { slotOf, onExecutorLost } = this.#options;
    const subtasks = [...slotOf.keys()].filter((subtask) => this.#slots.get(slotOf[subtask] ?? -1)?.executor === executor);
    for (const [shared, slot] of this.#slots) if (slot.executor === executor) this.#slots.delete(shared);
    onExecutorLost(executor, subtasks);
  }

  #serve(): void {
    const ready = this.#waiting.filter(({ shared }) => [...shared].every((slot) => this.#slots.has(slot)));
    this.#waiting = this.#waiting.filter((each) => !ready.includes(each));
    for (const { onReady } of ready) onReady();
  }
}
