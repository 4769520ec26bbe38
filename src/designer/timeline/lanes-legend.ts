import { laneMark, markColumn } from "../../observe/lane-history.ts";
import type { LegendKey } from "../glyph/legend-glyph.tsx";
import type { RunPlayer } from "../run/run-player.ts";
import type { ShownTime } from "./time-axis.ts";

const keyOfMark: { readonly [kind: number]: LegendKey } = {
  [laneMark.record]: "record",
  [laneMark.watermark]: "watermark",
  [laneMark.failed]: "failure",
  [laneMark.restored]: "restore",
  [laneMark.window]: "window",
};

/** What the lanes have drawn in the part of the run that is in view. */
export function drawnInLanes({ lanes, following, now, log }: RunPlayer, { from, to: end }: ShownTime): ReadonlySet<LegendKey> {
  const to = Math.min(end, following ? now : log.head.at);
  const isIn = (start: number, stop: number | undefined): boolean => start <= to && (stop ?? to) >= from;
  const drawn = new Set<LegendKey>();
  for (const { marks, alignments, snapshots } of lanes.lanes) {
    for (let row = marks.lowerBound(from); row < marks.length && marks.get(row, markColumn.at) <= to; row++) {
      const key = keyOfMark[marks.get(row, markColumn.kind)];
      if (key) drawn.add(key);
      if (marks.get(row, markColumn.replayed) === 1) drawn.add("replayed");
    }
    if (alignments.some((span) => isIn(span.from, span.to))) drawn.add("align");
    for (const span of snapshots) {
      if (isIn(span.from + span.syncMs, span.to)) drawn.add("upload");
      if (span.syncMs > 0 && isIn(span.from, span.from + span.syncMs)) drawn.add("freeze");
    }
  }
  for (const { points } of lanes.cuts) if ([...points.values()].some((at) => isIn(at, at))) drawn.add("cut").add("barrier");
  for (const { checkpointId, failedAt, at, replayedTo } of lanes.recoveries) {
    const cut = checkpointId === undefined ? undefined : lanes.cut(checkpointId);
    if (failedAt > 0 && isIn(cut?.triggeredAt ?? 0, failedAt)) drawn.add("rolledBack");
    if (replayedTo !== undefined && isIn(at, replayedTo)) drawn.add("replay");
  }
  return drawn;
}
