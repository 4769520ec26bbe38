import type { SinkTally } from "../../observe/output-history.ts";
import type { RunPlayer } from "./run-player.ts";

/** What came of the rows of a sink up to the newest event. */
export interface SinkCounts extends Pick<SinkTally, "open" | "committed"> {
  /** Rows that are there: committed, or not yet. */
  readonly count: number;
  /** Rows that were written before a failure, and were not committed. They are written again. */
  readonly thrownAway: number;
}

/** Counts of the sink at a place among the player's. [UI151] */
export function sinkCounts({ sinks, output }: RunPlayer, place: number): SinkCounts {
  const { written, open, committed } = output.tally(place);
  const thrownAway = sinks[place]?.committer === undefined ? 0 : output.thrownAwayAt(place);
  return { open, committed, thrownAway, count: Math.max(written - thrownAway, committed) };
}
