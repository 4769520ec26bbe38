import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { toTaskIndex } from "../../stream/indices.ts";
import { countersPerOperator, operatorCounters } from "../../observe/counters.ts";
import { countedChain, countedRows, countsAt, playerOf } from "../testing/counted-chain.ts";
import { freely, freelyOverPorts, runInThreads, turnByTurn } from "../testing/in-threads.ts";
import { bundleThreads } from "./thread-bundle.ts";

const modules = await bundleThreads();
const directory = mkdtempSync(join(tmpdir(), "weir-counts-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const half = countedRows / 2;
const run = { seed: 7, faults: [], modules } as const;
const kill = { fault: { kind: "killSubtask", subtask: toTaskIndex(0) }, afterCheckpoint: 2 } as const;

test.each([
  ["turn by turn", turnByTurn],
  ["freely over rings", freely],
  ["freely over message ports", freelyOverPorts],
])("[OB40] [OB41] counts of chained operators are exact in a run %s", async (_, threads) => {
  const checkpoints = mkdtempSync(join(directory, "run-"));
  const { header, events, counters, status } = await runInThreads({ ...run, document: countedChain(), strikes: [], checkpoints }, threads);
  expect(status).toBe("FINISHED");
  expect(countsAt(playerOf(header, events))).toEqual({
    numbers: [undefined, countedRows],
    even: [countedRows, half],
    twice: [half, 3 * half],
    next: [3 * half, 3 * half],
    table: [3 * half, undefined],
  });
  if (!threads.shared) return;
  const place = operatorCounters(header.topology, toTaskIndex(0));
  const shared = Array.from({ length: 5 }, (_, operator) => counters?.slice(place + operator * countersPerOperator, place + (operator + 1) * countersPerOperator));
  expect(shared.map((pair) => pair && [...pair])).toMatchObject([
    [countedRows, countedRows],
    [countedRows, half],
    [half, 3 * half],
    [3 * half, 3 * half],
    [3 * half, expect.any(Number)],
  ]);
}, 60_000);

test("[OB42] after a recovery a free run's counts go on, and add up", async () => {
  const checkpoints = mkdtempSync(join(directory, "run-"));
  const outcome = await runInThreads({ ...run, document: countedChain(), strikes: [kill], checkpoints }, freely);
  expect([outcome.status, outcome.restoredFrom.length]).toEqual(["FINISHED", 1]);
  const { numbers, even, twice, next, table } = countsAt(playerOf(outcome.header, outcome.events));
  expect([even?.[0], twice?.[0], next?.[0], table?.[0]]).toEqual([numbers?.[1], even?.[1], twice?.[1], next?.[1]]);
  // A worker that is killed takes along what it had not told, a sixth of a second's at most.
  expect(numbers?.[1]).toBeGreaterThanOrEqual(countedRows - 10);
}, 60_000);
