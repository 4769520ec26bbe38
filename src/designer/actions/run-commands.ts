import { stopEvents } from "../../observe/stop-condition.ts";
import type { Command, KeyChord } from "../commands/command.ts";
import { text } from "../i18n/language.ts";
import { goReason, pastReason, speedReason, stepReason } from "../run/availability.ts";
import { shiftSpeed } from "../transport/speed.ts";
import { placeOf } from "../transport/stop-places.ts";
import { openMenu, writeCondition } from "../transport/transport-store.ts";
import { workspaceStore } from "../workspace/workspace-store.ts";
import type { JobState } from "../run/job-state.ts";
import type { Job } from "../run/job.ts";
import { recordMeant } from "../run/record-at.ts";
import { isLogged } from "../run/stops.ts";

interface Wording {
  readonly id: string;
  readonly keys?: readonly KeyChord[];
  /** Key of the message that says why it cannot be done. */
  readonly reason: (state: JobState) => string | undefined;
  readonly scope?: Command["scope"];
  readonly group?: Command["group"];
}

/** Commands of transport, breakpoints, faults and picture. */
export function runCommands(job: Job): readonly Command[] {
  const state = (): JobState => job.store.getState();
  const selection = () => workspaceStore.getState().selection;
  const command = ({ id, keys = [], reason, scope = "transport", group = "time" }: Wording, run: () => void): Command => ({
    id: `run.${id}`,
    label: () => text("run", `command.${id}`),
    group,
    keys,
    scope,
    unavailable: () => {
      const key = reason(state());
      return key === undefined ? undefined : text("run", key);
    },
    run,
  });
  const speed = (by: 1 | -1): void => job.setSpeed(shiftSpeed(state().speed, by));
  const setBreakpoint = (): void => writeCondition("breakpoint", placeOf(selection(), job.player?.header));
  const recordNow = (): number | undefined => job.player && recordMeant(job.player, selection());
  const followReason = (now: JobState): string | undefined =>
    pastReason(now) ?? (recordNow() === undefined && now.followed === undefined ? "command.noRecord" : undefined);
  const followRecord = (): void => {
    const record = recordNow();
    job.followRecord(record === state().followed ? undefined : record);
  };
  const untils = stopEvents
    .filter((event) => event !== "record")
    .map((event): Command => ({
      ...command({ id: "until", reason: (now) => goReason(now) ?? (isLogged(event, now.mode) ? undefined : "until.free") }, () =>
        job.runUntil({ event }),
      ),
      id: `run.until.${event}`,
      label: () => text("run", "command.until", { what: text("run", `until.${event}`) }),
    }));
  return [
    command({ id: "playPause", keys: ["Space", "Period"], reason: goReason }, () =>
      state().phase === "running" ? job.pause() : job.resume(),
    ),
    command({ id: "step", keys: ["BracketRight"], reason: stepReason }, () => job.stepForward()),
    command({ id: "stepBack", keys: ["BracketLeft"], reason: pastReason }, () => job.stepBack()),
    command({ id: "stepSubtask", keys: ["Shift+BracketRight"], reason: stepReason }, () => job.stepForward(selection().subtask)),
    command({ id: "slower", keys: ["Minus"], reason: speedReason }, () => speed(-1)),
    command({ id: "faster", keys: ["Equal"], reason: speedReason }, () => speed(1)),
    command({ id: "follow", keys: ["KeyL"], reason: pastReason, scope: "anywhere" }, () => job.follow()),
    command({ id: "start", reason: pastReason }, () => job.seek(0)),
    command({ id: "untilMenu", keys: ["KeyU"], reason: goReason, scope: "anywhere" }, () => openMenu("until")),
    command({ id: "untilCondition", reason: goReason }, () => writeCondition("until", undefined)),
    ...untils,
    command({ id: "breakpoint", keys: ["KeyB"], reason: () => undefined, scope: "anywhere" }, setBreakpoint),
    command({ id: "followRecord", keys: ["KeyF"], reason: followReason, scope: "anywhere" }, followRecord),
    command({ id: "clearBreakpoints", reason: (now) => (now.breakpoints.length === 0 ? "command.noBreakpoints" : undefined) }, () =>
      job.setBreakpoints([]),
    ),
    command({ id: "checkpoint", reason: goReason, group: "run" }, () => job.triggerCheckpoint()),
    command({ id: "faultMenu", keys: ["KeyK"], reason: goReason, scope: "anywhere", group: "fault" }, () => openMenu("fault")),
  ];
}
