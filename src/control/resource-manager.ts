import { assert } from "../base/assert.ts";

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

/** What a slot pool may ask of the resource manager (Flink's ResourceManagerGateway, with declarative requirements). */
export interface ResourceManagerGateway {
  /** The job needs so many slots in all from now on, in place of what it said before. They are offered as they become free. */
  declareRequiredResources(jobId: string, slots: number, owner: SlotOwner): void;
  /** The job needs nothing any more: all its slots are free. */
  releaseJob(jobId: string): void;
  /** The executor is gone, and its slots with it. */
  disconnectTaskExecutor(executor: number): void;
}

/** Starts task executors where they are a platform's to give (Flink's ResourceManagerDriver). Absent: there are those that register. */
export interface ExecutorStarter {
  /** The executor was lost: another is wanted in its place, and registers when it is there. */
  replace(executor: number): void;
}

interface Requirement {
  readonly jobId: string;
  needed: number;
  has: number;
  owner: SlotOwner;
}

/**
 * Knows the task executors of a cluster and which job has which of their slots (Flink's ResourceManager with its SlotManager). Free slots
 * go to jobs in the order in which these first asked, lowest executor and slot first. [HB73]
 */
export class ResourceManager implements ResourceManagerGateway {
  /** By executor: the job that has each slot. Kept in the order of their numbers. */
  readonly #executors = new Map<number, (string | undefined)[]>();
  readonly #requirements = new Map<string, Requirement>();
  readonly #starter: ExecutorStarter | undefined;

  constructor(starter?: (resources: ResourceManager) => ExecutorStarter) {
    this.#starter = starter?.(this);
  }

  /** Slots that no job has. */
  get freeSlots(): number {
    return [...this.#executors.values()].reduce((sum, slots) => sum + slots.filter((job) => job === undefined).length, 0);
  }

  registerTaskExecutor(executor: number, slots: number): void {
    assert(!this.#executors.has(executor), `[HB73] task executor ${executor} is registered already`);
    this.#executors.set(executor, Array.from({ length: slots }, () => undefined));
    this.#distribute();
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
    this.#starter?.replace(executor);
  }

  #distribute(): void {
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
