import type { Command, KeyChord } from "../commands/command.ts";
import { text } from "../i18n/language.ts";
import { shiftSpeed } from "../transport/speed.ts";
import { untilChoices } from "../transport/transport.tsx";
import { workspaceStore } from "../workspace/workspace-store.ts";
import type { Job } from "./job.ts";

/** Commands of transport, faults and picture. */
export function jobCommands(job: Job): readonly Command[] {
  const phase = () => job.store.getState().phase;
  const idle = (): string | undefined => (job.player ? undefined : text("run", "command.idle"));
  const notActive = (): string | undefined => (phase() === "running" || phase() === "paused" ? undefined : text("run", "command.idle"));
  const speed = (by: 1 | -1): void => job.setSpeed(shiftSpeed(job.store.getState().speed, by));
  const command = (id: string, keys: readonly KeyChord[], run: () => void, unavailable = idle): Command => ({
    id: `run.${id}`,
    label: () => text("run", `command.${id}`),
    group: "time",
    keys,
    scope: "transport",
    unavailable,
    run,
  });
  const untils = untilChoices.map((until): Command => ({
    ...command("until", [], () => job.runUntil({ event: until }), notActive),
    id: `run.until.${until}`,
    label: () => text("run", "command.until", { what: text("run", `until.${until}`) }),
  }));
  return [
    command("playPause", ["Space", "Period"], () => (phase() === "running" ? job.pause() : job.resume()), notActive),
    command("step", ["BracketRight"], () => job.stepForward()),
    command("stepBack", ["BracketLeft"], () => job.stepBack()),
    command("stepSubtask", ["Shift+BracketRight"], () => job.stepForward(workspaceStore.getState().selection.subtask), notActive),
    command("slower", ["Minus"], () => speed(-1)),
    command("faster", ["Equal"], () => speed(1)),
    command("follow", ["KeyL"], () => job.follow()),
    command("start", [], () => job.seek(0)),
    ...untils,
    { ...command("checkpoint", [], () => job.triggerCheckpoint(), notActive), group: "run" },
  ];
}
