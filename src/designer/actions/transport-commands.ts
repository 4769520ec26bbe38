import { stopEvents } from "../../observe/stop-condition.ts";
import type { Command, KeyChord } from "../commands/command.ts";
import { text } from "../i18n/language.ts";
import { goReason, pastReason, speedReason, stepReason } from "../run/availability.ts";
import { shiftSpeed } from "../transport/speed.ts";
import { selectedPlace } from "../transport/stop-places.ts";
import type { SessionState } from "../run/session-state.ts";
import { recordMeant } from "../run/record-at.ts";
import { isLogged } from "../run/stops.ts";
import type { Workbench } from "../workspace/workbench.ts";

interface Wording {
  readonly id: string;
  readonly keys?: readonly KeyChord[];
  /** Key of the message that says why it cannot be done. */
  readonly reason: (state: SessionState) => string | undefined;
  readonly scope?: Command["scope"];
  readonly group?: Command["group"];
}

/** Commands of transport, breakpoints, faults and picture. */
export function transportCommands(workbench: Workbench): readonly Command[] {
  const { session, workspace, transport, canvas } = workbench;
  const state = (): SessionState => session.store.getState();
  const selection = () => workspace.selection;
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
  const speed = (by: 1 | -1): void => session.setSpeed(shiftSpeed(state().speed, by));
  const setBreakpoint = (): void => transport.writeCondition("breakpoint", selectedPlace(selection(), session.player?.header));
  const recordNow = (): number | undefined =>
    session.player && recordMeant(session.player, { ...selection(), pointed: canvas.pointedRecord });
  const followReason = (now: SessionState): string | undefined =>
    pastReason(now) ?? (recordNow() === undefined && now.followed === undefined ? "command.noRecord" : undefined);
  const followRecord = (): void => {
    const record = recordNow();
    session.followRecord(record === state().followed ? undefined : record);
  };
  const untils = stopEvents
    .filter((event) => event !== "record")
    .map((event): Command => ({
      ...command({ id: "until", reason: (now) => goReason(now) ?? (isLogged(event, now.mode) ? undefined : "until.free") }, () =>
        session.runUntil({ event }),
      ),
      id: `run.until.${event}`,
      label: () => text("run", "command.until", { what: text("run", `until.${event}`) }),
    }));
  return [
    command({ id: "playPause", keys: ["Space", "Period"], reason: goReason }, () =>
      state().phase === "running" ? session.pause() : session.resume(),
    ),
    command({ id: "step", keys: ["BracketRight"], reason: stepReason }, () => session.stepForward()),
    command({ id: "stepBack", keys: ["BracketLeft"], reason: pastReason }, () => session.stepBack()),
    command({ id: "stepSubtask", keys: ["Shift+BracketRight"], reason: stepReason }, () => session.stepForward(selection().subtask)),
    command({ id: "slower", keys: ["Minus"], reason: speedReason }, () => speed(-1)),
    command({ id: "faster", keys: ["Equal"], reason: speedReason }, () => speed(1)),
    command({ id: "follow", keys: ["KeyL"], reason: pastReason, scope: "anywhere" }, () => session.follow()),
    command({ id: "start", reason: pastReason }, () => session.seek(0)),
    command({ id: "untilMenu", keys: ["KeyU"], reason: goReason, scope: "anywhere" }, () => transport.openMenu("until")),
    command({ id: "paceMenu", reason: () => undefined, scope: "anywhere" }, () => transport.openMenu("pace")),
    command({ id: "untilCondition", reason: goReason }, () => transport.writeCondition("until", undefined)),
    ...untils,
    command({ id: "breakpoint", keys: ["KeyB"], reason: () => undefined, scope: "anywhere" }, setBreakpoint),
    command({ id: "followRecord", keys: ["KeyF"], reason: followReason, scope: "anywhere" }, followRecord),
    command({ id: "clearBreakpoints", reason: (now) => (now.breakpoints.length === 0 ? "command.noBreakpoints" : undefined) }, () =>
      void session.stops.change({ breakpoints: [] }),
    ),
    command({ id: "checkpoint", reason: goReason, group: "run" }, () => session.triggerCheckpoint()),
    command({ id: "faultMenu", keys: ["KeyK"], reason: goReason, scope: "anywhere", group: "fault" }, () => transport.openMenu("fault")),
  ];
}
