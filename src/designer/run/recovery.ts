import type { Recovery } from "../../observe/lane-history.ts";
import type { RunPlayer } from "./run-player.ts";

/** The last recovery up to the moment on screen; undefined while there was none. The first start is none. */
export function lastRecovery({ lanes, view }: RunPlayer): Recovery | undefined {
  return lanes.recoveries.findLast(({ seq, failedAt }) => seq < view.cursor && failedAt > 0);
}
