import { LogHash } from "../../observe/log-hash.ts";
import type { SharedMoment } from "../document/shared-moment.ts";
import type { LiveRun } from "./live-run.ts";
import type { RunPlayer } from "./run-player.ts";

/** What came of the way to a moment. */
export interface MomentArrival {
  /** Events up to the moment on screen. */
  readonly cursor: number;
  /** Whether the log up to there is that of whoever shared it; undefined where one of the two is not known. */
  readonly same: boolean | undefined;
}

/** A log that is longer is not hashed again. */
const hashedMax = 300_000;

/** Takes a run that rests at its beginning to the moment, at full speed and past every stop; it rests there. [DC32] */
export async function goToMoment(run: LiveRun, { event, hash }: SharedMoment): Promise<MomentArrival | undefined> {
  // With the answer everything is here that the run has written so far.
  await run.client?.command({ kind: "setSpeed", speed: Infinity });
  const ahead = event - (run.player?.log.length ?? 0);
  if (ahead > 0) await run.client?.command({ kind: "step", count: ahead });
  const { player } = run;
  if (!player) return undefined;
  player.seek(event);
  const { cursor } = player.view;
  // A run that ended before is another one, whatever the hash says.
  if (cursor !== event) return { cursor, same: false };
  const own = hashUpTo(player, event);
  return { cursor, same: hash === undefined || own === undefined ? undefined : hash === own };
}

/** Hash of a run's log up to an event; undefined where the log is not kept from its beginning, or too long. */
export function hashUpTo({ log, hash }: RunPlayer, cursor: number): string | undefined {
  if (cursor === log.length) return hash === "" ? undefined : hash;
  if (log.dropped > 0 || cursor > hashedMax) return undefined;
  const counted = new LogHash();
  for (let seq = 0; seq < cursor; seq++) {
    const event = log.event(seq);
    if (event === undefined) return undefined;
    counted.add(event);
  }
  return counted.toString();
}
