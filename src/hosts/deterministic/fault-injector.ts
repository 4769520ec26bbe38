import type { Fault } from "../../control/job-client.ts";
import type { Topology } from "../../graph/topology.ts";
import type { ArmedFaults } from "./armed-faults.ts";
import type { ChannelFlights } from "./channel-flights.ts";
import type { TaskSlot, TaskSlots } from "./task-slots.ts";

export interface FaultInjectorOptions {
  readonly topology: Topology;
  readonly slots: TaskSlots;
  readonly armed: ArmedFaults;
  readonly flights: ChannelFlights;
  now(): number;
  wakeAt(subtask: number, at: number): void;
  /** Ends the attempt without a word. */
  kill(slot: TaskSlot): void;
  taskLost(slot: TaskSlot, message: string): void;
  executorLost(executor: number): void;
  crashCoordinator(): void;
}

/** Carries faults out. [DT7] */
export class FaultInjector {
  private readonly options: FaultInjectorOptions;

  constructor(options: FaultInjectorOptions) {
    this.options = options;
  }

  /** Why the fault would do nothing now; undefined when it would do something. */
  reasonAgainst(fault: Fault): string | undefined {
    const { topology, slots } = this.options;
    switch (fault.kind) {
      case "crashCoordinator":
        return undefined;
      case "killExecutor":
        return this.on(fault.executor).length > 0 ? undefined : `No subtask runs on task executor ${fault.executor}.`;
      case "delayChannel":
        return topology.channels[fault.channel] === undefined ? `There is no channel ${fault.channel}.` : undefined;
      case "killSubtask":
      case "stallSubtask":
      case "loseAcknowledge":
      case "delayAcknowledge":
      case "failSnapshot":
      case "slowSnapshot":
      case "crashBeforeCommit":
        return slots.get(fault.subtask)?.phase === "live" ? undefined : "The subtask is not running.";
    }
  }

  strike(fault: Fault): void {
    const { slots, armed, flights, now } = this.options;
    switch (fault.kind) {
      case "killSubtask": {
        const slot = slots.get(fault.subtask);
        if (slot !== undefined) this.killOne(slot, "the worker of the subtask was killed");
        return;
      }
      case "killExecutor":
        for (const slot of this.on(fault.executor)) this.options.kill(slot);
        this.options.executorLost(fault.executor);
        return;
      case "stallSubtask": {
        const slot = slots.get(fault.subtask);
        if (slot === undefined) return;
        slot.stalledUntil = Math.max(slot.stalledUntil, now() + fault.forMs);
        this.options.wakeAt(fault.subtask, slot.stalledUntil);
        return;
      }
      case "delayChannel":
        flights.delay(fault.channel, fault.byMs, fault.forMs);
        return;
      case "crashCoordinator":
        for (const slot of slots.all()) if (slot.phase !== "absent") this.options.kill(slot);
        this.options.crashCoordinator();
        return;
      case "loseAcknowledge":
      case "delayAcknowledge":
      case "failSnapshot":
      case "slowSnapshot":
      case "crashBeforeCommit":
        armed.arm(fault);
        return;
    }
  }

  killOne(slot: TaskSlot, message: string): void {
    this.options.kill(slot);
    this.options.taskLost(slot, message);
  }

  private on(executor: number): readonly TaskSlot[] {
    const { topology, slots } = this.options;
    return slots.all().filter(({ phase, subtask }) => phase === "live" && topology.subtasks[subtask]?.executor === executor);
  }
}
