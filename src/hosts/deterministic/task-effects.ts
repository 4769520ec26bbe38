import type { LogEventBody } from "../../observe/event.ts";
import type { TaskReport } from "../../runtime/environment.ts";
import type { ArmedFaults } from "./armed-faults.ts";
import type { ChannelFlights } from "./channel-flights.ts";
import type { ControlPlane } from "./control-plane.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Effects, HostAction, HostResults } from "./host-action.ts";
import type { TaskSlot, TaskSlots } from "./task-slots.ts";
import type { VirtualTimes } from "./virtual-times.ts";

export interface TaskEffectsOptions {
  readonly queue: EventQueue;
  readonly slots: TaskSlots;
  readonly flights: ChannelFlights;
  readonly armed: ArmedFaults;
  readonly control: ControlPlane;
  readonly times: VirtualTimes;
  now(): number;
  log(event: LogEventBody, subtask: number): void;
  act<Kind extends HostAction["kind"]>(
    action: Extract<HostAction, { readonly kind: Kind }>,
    onResult: (result: HostResults[Kind]) => void,
  ): void;
}

/** Carries what came out of a task to where it goes, each after its virtual time: log, channels, job master, storage, ports. */
export class TaskEffects {
  private readonly options: TaskEffectsOptions;

  constructor(options: TaskEffectsOptions) {
    this.options = options;
  }

  apply(slot: TaskSlot, { events, reports, snapshots, portRequests }: Effects): void {
    const { log } = this.options;
    for (const event of events) log(event, slot.subtask);
    for (const report of reports) this.report(slot, report);
    for (const snapshot of snapshots) this.upload(slot, snapshot);
    for (const request of portRequests) this.ask(slot, request);
  }

  private report(slot: TaskSlot, report: TaskReport): void {
    const { armed, control, times } = this.options;
    const { subtask, attempt } = slot;
    let delayMs = times.controlLatencyMs();
    if (report.kind === "acknowledge") {
      if (armed.take("loseAcknowledge", subtask) !== undefined) return;
      delayMs += armed.take("delayAcknowledge", subtask)?.byMs ?? 0;
    }
    control.report(subtask, attempt, report, delayMs);
  }

  private upload(slot: TaskSlot, snapshot: Effects["snapshots"][number]): void {
    const { armed, times, queue, now, slots } = this.options;
    const { subtask, attempt } = slot;
    const { checkpointId, path, bytes } = snapshot;
    const failed = armed.take("failSnapshot", subtask) !== undefined;
    const durationMs = times.snapshotUploadMs(bytes) + (armed.take("slowSnapshot", subtask)?.byMs ?? 0);
    queue.plan(now() + durationMs, () => {
      slots.live(subtask, attempt)?.mail.push(
        failed
          ? { kind: "snapshotFailed", checkpointId, message: "the snapshot could not be written" }
          : { kind: "snapshotWritten", checkpointId, path },
      );
    });
  }

  private ask(slot: TaskSlot, { requestId, port, request }: Effects["portRequests"][number]): void {
    const { act, queue, now, times, slots } = this.options;
    const { subtask, attempt } = slot;
    act<"port">({ kind: "port", subtask, port, request }, (reply) => {
      queue.plan(now() + times.portMs(port), () => {
        slots.live(subtask, attempt)?.mail.push({ kind: "portReply", requestId, reply });
      });
    });
  }
}
