import { expect, test } from "vitest";
import type { ScheduledFault } from "../control/job-client.ts";
import { lastRecovery } from "../designer/run/recovery.ts";
import { proofOf } from "../designer/run/recovery-proof.ts";
import { RunPlayer } from "../designer/run/run-player.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { compareOutput } from "../observe/compare-output.ts";
import type { LogEvent } from "../observe/event.ts";
import { toTaskIndex } from "../stream/indices.ts";
import { eventsOf, keyed, logOf } from "./testing/logged-run.ts";

const rows = Array.from({ length: 60 }, (_, index) => [`w${index % 3}`, new Date(index * 1000).toISOString()] as const);

/** Counts words into a table, which commits, or a print sink, which does not; a checkpoint every 60 ms. */
function counted(sink: "table" | "print"): JobDocument {
  const job = keyed({ type: "count", config: { as: "n" } }, rows);
  const config = sink === "table" ? { mode: "append", key: [] } : { standardError: false };
  return {
    ...job,
    config: {
      ...job.config,
      "execution.checkpointing.interval": "60 ms",
      "restart-strategy.type": "fixed-delay",
      "restart-strategy.fixed-delay.attempts": "3",
      "restart-strategy.fixed-delay.delay": "20 ms",
    },
    operators: job.operators.map((one) => (one.id === "print" ? { ...one, type: sink, config } : one)),
    run: { channelLatencyMs: 15 },
  };
}

const killed: readonly ScheduledFault[] = [{ at: 145, fault: { kind: "killSubtask", subtask: toTaskIndex(3) } }];

function playerOf(document: JobDocument, faults: readonly ScheduledFault[] = []): RunPlayer {
  const log = logOf(document, faults);
  const player = new RunPlayer(log.header);
  const events = Array.from({ length: log.length }, (_, seq) => log.event(seq)).filter((event): event is LogEvent => event !== undefined);
  player.append({ events, hash: "" });
  player.follow();
  return player;
}

test("[UI126] a recovery tells what was lost and read again as the log has it, and that the output is as without the failure", () => {
  const run = playerOf(counted("table"), killed);
  const recovery = lastRecovery(run);
  const restored = [...eventsOf(run.log, "restoring")].at(-1);
  expect(recovery).toMatchObject({ checkpointId: restored?.body.checkpointId, at: restored?.at });
  // Each row is read once where nothing fails.
  expect(recovery?.readAgain).toBe([...eventsOf(run.log, "read")].length - rows.length);
  expect(recovery?.readAgain).toBeGreaterThan(0);
  const lost = [...eventsOf(run.log, "lost")].filter(({ seq }) => seq < (restored?.seq ?? 0)).reduce((sum, { body }) => sum + body.count, 0);
  expect(recovery?.lost).toBeGreaterThan(0);
  expect(recovery?.lost).toBeLessThanOrEqual(lost);
  expect(proofOf(run, playerOf(counted("table")))).toEqual({ kind: "same", rows: rows.length });
});

test("[UI126] output that came twice is said to, with its number", () => {
  const proof = proofOf(playerOf(counted("print"), killed), playerOf(counted("print")));
  expect(proof).toMatchObject({ kind: "differs", missing: 0 });
  expect(proof.kind === "differs" && proof.twice).toBeGreaterThan(0);
});

test("[UI127] the verdict counts what either has more of, and names each key that differs, with its count", () => {
  const whole = ({ log, output }: RunPlayer) => ({ log, output, cursor: log.length });
  const run = playerOf(counted("table"));
  expect(compareOutput(whole(run), whole(run))).toMatchObject({ rows: [60, 60], surplus: [0, 0], keys: 3, finals: [] });
  const shorter = playerOf({ ...counted("table"), operators: fewer(counted("table")) });
  const verdict = compareOutput(whole(run), whole(shorter));
  expect(verdict).toMatchObject({ rows: [60, 59], surplus: [1, 0], keys: 3 });
  expect(verdict.finals).toMatchObject([[{ key: "w2", rows: 20, greatest: 20 }, { key: "w2", rows: 19, greatest: 19 }]]);
});

/** Without the last row. */
const fewer = ({ operators }: JobDocument): JobDocument["operators"] =>
  operators.map((one) => (one.id === "words" ? { ...one, config: { ...one.config, rows: rows.slice(0, -1) } } : one));
