import type { FoldHandlers } from "./fold.ts";
import { ownChannel, ownSubtask } from "./ownership.ts";
import { timerSlotLimit } from "./run-state.ts";
import type { SubtaskState, TimerSlot } from "./run-state.ts";

type TimerKind = "timerRegistered" | "timerDeleted" | "timerFired";

/** Adds `change` timers at one time of one operator. Beyond `timerSlotLimit` distinct times only the count is kept. */
function changeTimers(subtask: SubtaskState, timer: Omit<TimerSlot, "count">, change: number): void {
  subtask.timerCount = Math.max(0, subtask.timerCount + change);
  const { timers } = subtask;
  let index = timers.findIndex((slot) => slot.timestamp >= timer.timestamp);
  if (index < 0) index = timers.length;
  while (timers[index]?.timestamp === timer.timestamp) {
    const slot = timers[index];
    if (slot && slot.operator === timer.operator && slot.domain === timer.domain) {
      if (slot.count + change > 0) timers[index] = { ...slot, count: slot.count + change };
      else timers.splice(index, 1);
      return;
    }
    index++;
  }
  if (change < 0) return;
  timers.splice(index, 0, { operator: timer.operator, domain: timer.domain, timestamp: timer.timestamp, count: change });
  if (timers.length > timerSlotLimit) timers.pop();
}

export const timeHandlers: FoldHandlers<"inputWatermark" | "watermark" | "idle" | TimerKind | "windowFired" | "late" | "userLog"> = {
  inputWatermark(run, _event, body) {
    const channel = ownChannel(run, body.channel);
    channel.watermark = body.timestamp;
    channel.idle = body.idle;
  },

  watermark(run, event, body) {
    const { operators } = ownSubtask(run, event.subtask);
    operators[body.operator] = { watermark: body.timestamp, idle: operators[body.operator]?.idle ?? false };
    if (body.timestamp !== Infinity) run.eventTime = Math.max(run.eventTime, body.timestamp);
  },

  idle(run, event, body) {
    const { operators } = ownSubtask(run, event.subtask);
    operators[body.operator] = { watermark: operators[body.operator]?.watermark ?? -Infinity, idle: body.idle };
  },

  timerRegistered: (run, event, body) => changeTimers(ownSubtask(run, event.subtask), body, 1),
  timerDeleted: (run, event, body) => changeTimers(ownSubtask(run, event.subtask), body, -1),
  timerFired: (run, event, body) => changeTimers(ownSubtask(run, event.subtask), body, -1),

  windowFired(run, event, body) {
    const { key, start, end, elements } = body;
    ownSubtask(run, event.subtask).windowFired = { key, start, end, elements, at: event.at };
  },

  late(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    if (body.outcome === "dropped") subtask.lateDropped++;
    else subtask.lateToSideOutput++;
    if (subtask.hand) subtask.hand = { ...subtask.hand, late: body.outcome };
  },

  userLog() {},
};
