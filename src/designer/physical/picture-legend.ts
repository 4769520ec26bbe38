import { channelElements } from "../../observe/fold-channels.ts";
import type { ChannelState, RunState, SubtaskState, TravellingElement } from "../../observe/run-state.ts";
import type { LegendKey } from "../glyph/legend-glyph.tsx";
import { flightsOf } from "./flights.ts";

/** What the picture has drawn of the run at this moment. */
export function drawnInPicture(run: RunState, now: number): ReadonlySet<LegendKey> {
  const drawn = new Set<LegendKey>();
  for (const channel of run.channels) ofChannel(channel).forEach((key) => drawn.add(key));
  for (const subtask of run.subtasks) ofSubtask(run, subtask).forEach((key) => drawn.add(key));
  for (const { kind } of flightsOf(run, now)) drawn.add(kind === "snapshot" ? "snapshot" : "restore");
  return drawn;
}

function ofChannel(channel: ChannelState): readonly LegendKey[] {
  const { heldBy, full, idle, lastLoss, sent } = channel;
  return [
    ...channelElements(channel).flatMap(ofElement),
    ...(heldBy === undefined ? [] : (["held", "barrier"] as const)),
    ...(full ? (["full"] as const) : []),
    ...(idle ? (["idle"] as const) : []),
    ...(lastLoss && lastLoss.sent === sent ? (["lost"] as const) : []),
  ];
}

function ofElement({ element, replayed, late }: TravellingElement): readonly LegendKey[] {
  switch (element.kind) {
    case "record":
      return ["record", ...(replayed ? (["replayed"] as const) : []), ...(late ? (["late"] as const) : [])];
    case "watermark":
      return ["watermark"];
    case "checkpointBarrier":
      return ["barrier"];
    case "endOfPartition":
      return ["end"];
    default:
      return [];
  }
}

function ofSubtask(run: RunState, { state, rows, splits, sink, hand }: SubtaskState): readonly LegendKey[] {
  const isRestoring = state === "INITIALIZING" && run.restore?.checkpointId !== undefined;
  return [
    "busy",
    ...(hand ? (["record"] as const) : []),
    ...(rows.length > 0 || splits.length > 0 ? (["state"] as const) : []),
    ...(sink?.transactional === true && sink.open > 0 ? (["uncommitted"] as const) : []),
    ...(state === "FAILED" ? (["failure"] as const) : []),
    ...(state === "FINISHED" ? (["finished"] as const) : []),
    ...(isRestoring ? (["restore"] as const) : []),
  ];
}
