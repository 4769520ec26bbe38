/** A slot of a task executor. */
export interface SlotId {
  readonly executor: number;
  readonly slot: number;
}

/** A job's side: its slot pool. */
export interface SlotOwner {
  /** Slots that the job has from now on, until it gives them back or their executor is lost. */
  offerSlots(slots: readonly SlotId[]): void;
  /** The executor is gone, and what the job had of its slots. */
  loseSlots(executor: number): void;
}

/** What a job's runner and slot pool may ask of the resource manager (Flink's ResourceManagerGateway, with declarative requirements). */
export interface ResourceManagerGateway {
  /** The job needs so many slots in all from now on, in place of what it said before. They are offered as they become free. */
  declareRequiredResources(jobId: string, slots: number, owner: SlotOwner): void;
  /** The job needs nothing any more: all its slots are free. */
  releaseJob(jobId: string): void;
  /** The executor is gone, and its slots with it. */
  disconnectTaskExecutor(executor: number): void;
}

/** How large a cluster may become. */
export interface ClusterSize {
  /** Slots of each task executor: `taskmanager.numberOfTaskSlots`. */
  readonly perExecutor: number;
  /** Slots of all together: `slotmanager.number-of-slots.max`. An executor that would bring more is not started. */
  readonly max: number;
}

interface Requirement {
  readonly jobId: string;
  needed: number;
  has: number;
  owner: SlotOwner;
}

/**
 * Starts the task executors of a cluster as jobs need them, up to its size, another in the place of one that was lost, and knows which job
 * has which of their slots (Flink's active ResourceManager with its SlotManager). Free slots go to jobs in the order in which these first
 * asked, lowest executor and slot first. [HB73] [HB76]
 */
export class ResourceManager implements ResourceManagerGateway {
  readonly #size: ClusterSize;
  /** By executor: the job that has each slot. */
  readonly #executors = new Map<number, (string | undefined)[]>();
  readonly #requirements = new Map<string, Requirement>();

  constructor(size: ClusterSize) {
    this.#size = size;
  }

  declareRequiredResources(jobId: string, slots: number, owner: SlotOwner): void {
    const known = this.#requirements.get(jobId);
    if (known === undefined) this.#requirements.set(jobId, { jobId, needed: slots, has: 0, owner });
    else Object.assign(known, { needed: slots, owner });
    this.#distribute();
  }

  releaseJob(jobId: string): void {
    this.#requirements.delete(jobId);
    for (const slots of this.#executors.values()) {
      for (const [slot, job] of slots.entries()) if (job === jobId) slots[slot] = undefined;
    }
    this.#distribute();
  }

  disconnectTaskExecutor(executor: number): void {
    const slots = this.#executors.get(executor);
    if (slots === undefined) return;
    this.#executors.delete(executor);
    for (const requirement of this.#requirements.values()) {
      const lost = slots.filter((job) => job === requirement.jobId).length;
      requirement.has -= lost;
      if (lost > 0) requirement.owner.loseSlots(executor);
    }
    this.#distribute();
  }

  #startExecutors(): void {
    const { perExecutor, max } = this.#size;
    const needed = [...this.#requirements.values()].reduce((sum, requirement) => sum + requirement.needed, 0);
    for (let executor = 0; this.#executors.size * perExecutor < needed; executor++) {
      if ((this.#executors.size + 1) * perExecutor > max) return;
      if (!this.#executors.has(executor)) this.#executors.set(executor, Array.from({ length: perExecutor }, () => undefined));
    }
  }

  #distribute(): void {
    this.#startExecutors();
    const executors = [...this.#executors].toSorted(([a], [b]) => a - b);
    for (const requirement of this.#requirements.values()) {
      const offers: SlotId[] = [];
      for (const [executor, slots] of executors) {
        for (const [slot, job] of slots.entries()) {
          if (job !== undefined || requirement.has >= requirement.needed) continue;
          slots[slot] = requirement.jobId;
          requirement.has++;
          offers.push({ executor, slot });
        }
      }
      if (offers.length > 0) requirement.owner.offerSlots(offers);
    }
  }
}
