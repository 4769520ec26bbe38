import { expect, test } from "vitest";
import type { Fault } from "../control/job-client.ts";
import { twoPhaseFiles } from "../designer/examples/two-phase-files/two-phase-files.ts";
import { latestRows } from "../designer/run/latest-rows.ts";
import { proofOf } from "../designer/run/recovery-proof.ts";
import type { RunPlayer } from "../designer/run/run-player.ts";
import { sinkCounts } from "../designer/run/sink-tally.ts";
import { toTaskIndex } from "../stream/indices.ts";
import { playerOf } from "./testing/counted-chain.ts";
import { eventsOf, logOf } from "./testing/logged-run.ts";

const files0 = toTaskIndex(2);
const rows = 67;

function played(fault?: Fault): RunPlayer {
  // Files 0 has staged five rows for checkpoint 2 then, files 1 has written more and waits for its barrier.
  const log = logOf(twoPhaseFiles.document, fault ? [{ at: 3000, fault }] : []);
  return playerOf(log.header, Array.from({ length: log.length }, (_, seq) => log.event(seq)).flatMap((event) => event ?? []));
}

const statusesOf = ({ output, view }: RunPlayer): readonly string[] =>
  Array.from({ length: output.countAt(view.cursor) }, (_, row) => output.statusAt(row, view.cursor));

const tallied = (statuses: readonly string[]) => (wanted: string): number => statuses.filter((status) => status === wanted).length;

test("[UI151] rows that were staged for a checkpoint which did not complete are thrown away by the restart, and are not rows of the sink", () => {
  const player = played({ kind: "killSubtask", subtask: files0 });
  const [restored] = [...eventsOf(player.log, "restoring")].filter(({ body }) => body.checkpointId !== undefined);
  expect(restored?.body.checkpointId).toBe(1);
  player.seek((restored?.seq ?? 0) - 1);
  expect(tallied(statusesOf(player))("preCommitted")).toBe(5);
  player.seek((restored?.seq ?? 0) + 1);
  // Eight rows were committed by checkpoint 1; all that was written behind it is gone.
  const behind = tallied(statusesOf(player));
  expect([behind("committed"), behind("preCommitted"), behind("uncommitted")]).toEqual([8, 0, 0]);
  expect(behind("aborted")).toBeGreaterThan(15);
  expect(latestRows(player, "files", 3)?.count).toBe(8);
  player.follow();
  const atEnd = tallied(statusesOf(player));
  expect([atEnd("committed"), atEnd("preCommitted"), atEnd("uncommitted"), atEnd("aborted")]).toEqual([rows, 0, 0, behind("aborted")]);
  expect(sinkCounts(player, 0)).toEqual({ count: rows, committed: rows, open: 0, thrownAway: behind("aborted") });
  expect(latestRows(player, "files", 3)?.count).toBe(rows);
  expect(proofOf(player, played())).toEqual({ kind: "same", rows });
});

test("[UI151] rows that were staged for the checkpoint that is restored are committed after the restart", () => {
  const player = played({ kind: "crashBeforeCommit", subtask: files0 });
  const restored = [...eventsOf(player.log, "restoring")].findLast(({ body }) => body.checkpointId !== undefined);
  expect(restored?.body.checkpointId).toBe(2);
  player.seek((restored?.seq ?? 0) + 1);
  expect(tallied(statusesOf(player))("preCommitted")).toBeGreaterThanOrEqual(5);
  player.follow();
  expect(sinkCounts(player, 0)).toMatchObject({ count: rows, committed: rows, open: 0 });
  expect(proofOf(player, played())).toEqual({ kind: "same", rows });
});
