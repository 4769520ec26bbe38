import { expect, test } from "vitest";
import { toTaskIndex } from "../stream/indices.ts";
import { RunPlayer } from "../designer/run/run-player.ts";
import { edgeFacts } from "../designer/run/operator-facts.ts";
import { operatorRecords } from "../designer/run/operator-records.ts";
import type { JobDocument } from "../graph/job-document.ts";
import type { ScheduledFault } from "../control/job-client.ts";
import { countedChain, countedRows, countsAt, playerOf } from "./testing/counted-chain.ts";
import { eventsOf, logOf, windowed } from "./testing/logged-run.ts";

function played(document: JobDocument, faults: readonly ScheduledFault[] = []): RunPlayer {
  const log = logOf(document, faults);
  return playerOf(log.header, Array.from({ length: log.length }, (_, seq) => log.event(seq)).flatMap((event) => event ?? []));
}

const half = countedRows / 2;

test("[OB40] each operator of a chain has its own counts, and what comes out of one goes into the next", () => {
  const player = played(countedChain());
  expect(countsAt(player)).toEqual({
    numbers: [undefined, countedRows],
    even: [countedRows, half],
    twice: [half, 3 * half],
    next: [3 * half, 3 * half],
    table: [3 * half, undefined],
  });
});

test("[OB56] the rate of an edge counts its records, and neither watermarks nor barriers", () => {
  const player = played({ ...windowed, config: { ...windowed.config, "execution.checkpointing.interval": "50 ms" } });
  const { log, now } = player;
  player.seek(log.length);
  const carried = (edge: string): number => Math.round(((edgeFacts(player, edge)?.recordsPerSecond ?? NaN) * player.now) / 1000);
  const results = [...eventsOf(logOf(windowed), "windowFired")].length;
  expect(now).toBeGreaterThan(0);
  expect([carried("e2"), carried("e3")]).toEqual([40, results]);
});

test("[OB41] [OB42] at every moment that is looked back at, across a recovery, the counts are those of that moment and add up", () => {
  const kill = { at: 430, fault: { kind: "killSubtask", subtask: toTaskIndex(0) } } as const;
  const player = played(countedChain(), [kill]);
  const { log } = player;
  let [read, replays] = [0, 0];
  for (let cursor = log.dropped; cursor <= log.length; cursor++) {
    player.seek(cursor);
    if (log.event(cursor - 1)?.body.kind === "read") read++;
    const { numbers, even, twice, next, table } = countsAt(player);
    const inHand = player.view.subtasks[toTaskIndex(0)]?.hand === undefined ? 0 : 1;
    // What was in hand when the subtask was killed was read, and never given on.
    expect(read - (numbers?.[1] ?? 0)).toBeLessThanOrEqual(inHand + (player.view.subtasks[toTaskIndex(0)]?.attempt ?? 0));
    expect([even?.[0], twice?.[0], next?.[0], table?.[0]]).toEqual([numbers?.[1], even?.[1], twice?.[1], next?.[1]]);
    if (player.view.subtasks[toTaskIndex(0)]?.hand?.replayed === true) replays++;
  }
  // Counts go on over attempts, as all of the picture does; in Flink those of a new attempt begin at none.
  expect(replays).toBeGreaterThan(0);
  expect(read).toBeGreaterThan(countedRows);
  expect(countsAt(player)["numbers"]?.[1]).toBeGreaterThan(countedRows);
});

test("[OB42] the record on which an operator fails went into it, and nothing of it came out", () => {
  const player = played(countedChain({ even: "{ if (row.n === 13) throw new Error('no'); return row.n % 2 === 0; }", restarts: false }));
  expect(countsAt(player)).toEqual({ numbers: [undefined, 13], even: [13, 6], twice: [6, 18], next: [18, 18], table: [18, undefined] });
});

test("[OB40] what timers let out counts too: rows of windows, over all subtasks", () => {
  const player = played(windowed);
  const fired = [...eventsOf(player.log, "windowFired")].length;
  expect(fired).toBeGreaterThan(0);
  expect(operatorRecords(player, "words")).toEqual({ in: undefined, out: 40 });
  expect(operatorRecords(player, "clock")).toEqual({ in: 40, out: 40 });
  expect(operatorRecords(player, "window")).toEqual({ in: 40, out: fired });
  expect(operatorRecords(player, "print")).toEqual({ in: fired, out: undefined });
});
