import { expect, test } from "vitest";
import { eventsOf, logOf } from "../../../app/testing/logged-run.ts";
import type { DocumentOperator, JobDocument } from "../../../graph/job-document.ts";
import { byKey, edgeOf } from "../example.ts";
import { noChannel, toTaskIndex } from "../../../stream/indices.ts";
import { runExample } from "../testing/run-example.ts";
import { skew } from "./skew.ts";

/** Of 40 clicks in each window 32 are on home; the other four pages share the rest. */
const counts = ["00", "10", "20", "30"].flatMap((start, window) => {
  const end = ["09:00:10", "09:00:20", "09:00:30", "09:00:40"][window] ?? "";
  return ["cart 2", "home 32", "login 2", "news 2", "sale 2"].map((each) => {
    const [page, views] = each.split(" ");
    return `${page} 2026-01-01 09:00:${start}.000 2026-01-01 ${end}.000 ${views}`;
  });
});

test.each([undefined, 1500, 4000])("[DC35] skew: every click counts once, with a failure in the middle of the jam too (at %s)", (at) => {
  const faults = at === undefined ? [] : [{ at, fault: { kind: "killSubtask", subtask: toTaskIndex(2) } } as const];
  const run = runExample(skew, { faults });
  expect(run.status).toBe("FINISHED");
  expect(run.said("restored").length > 0).toBe(at !== undefined);
  expect(run.rows("counts").toSorted()).toEqual(counts.toSorted());
});

interface Load {
  /** Shares of the run, by subtask, as the page shows them. */
  readonly busy: readonly number[];
  readonly backPressured: readonly number[];
  readonly fullest: number;
  readonly checkpointsMs: readonly number[];
}

function loadOf(document: JobDocument, operator: string): Load {
  const log = logOf(document);
  const { head, header: { topology, origins } } = log;
  const [vertex] = topology.vertices.flatMap(({ operators }, index) => (operators.some(({ node }) => origins.nodes[node] === operator) ? [index] : []));
  const mine = head.subtasks.filter((_, index) => topology.subtasks[index]?.vertex === vertex);
  const share = (ms: number): number => ms / head.at;
  const fullest = [...eventsOf(log, "backPressured")].map(({ body, seq }) => log.seek(seq).channels[body.channel ?? noChannel]?.queue.length ?? 0);
  return {
    busy: mine.map(({ busyMs }) => share(busyMs)),
    backPressured: mine.map(({ backPressuredMs }) => share(backPressuredMs)),
    fullest: Math.max(0, ...fullest),
    checkpointsMs: [...eventsOf(log, "checkpointCompleted")].map(({ body }) => body.durationMs),
  };
}

const { document } = skew;
const withViews = (change: Partial<DocumentOperator>): JobDocument => ({
  ...document,
  operators: document.operators.map((each) => (each.id === "views" ? { ...each, ...change } : each)),
});

test("[OB54] skew: the subtask with the hot key is busy, both sources are back-pressured, barriers wait in the full channels", () => {
  const [hot = 0, cold = 1] = loadOf(document, "views").busy;
  expect(hot).toBeGreaterThan(0.9);
  expect(cold).toBeLessThan(0.25);
  const { backPressured, fullest, checkpointsMs } = loadOf(document, "clicks");
  expect(backPressured).toHaveLength(2);
  for (const share of backPressured) expect(share).toBeGreaterThan(0.6);
  expect(fullest).toBeGreaterThanOrEqual(document.run?.channelCapacity ?? Infinity);
  // While the buffers are full, and at the end of the input.
  expect(Math.min(...checkpointsMs.slice(1, 4))).toBeGreaterThan(1000);
  expect(checkpointsMs.at(-1)).toBeLessThan(150);
});

test("[OB54] skew: more subtasks do not help, since one key is one subtask's; the busiest stays as busy and the sources wait as long", () => {
  const wider = withViews({ parallelism: 4 });
  expect(Math.max(...loadOf(wider, "views").busy)).toBeGreaterThan(0.9);
  for (const share of loadOf(wider, "clicks").backPressured) expect(share).toBeGreaterThan(0.6);
});

test("[OB54] skew: two stages help: the same rows, and sources that do not wait", () => {
  const [views] = document.operators.filter(({ id }) => id === "views");
  const sums: DocumentOperator = {
    type: "tumbling-window",
    ...views,
    id: "sums",
    uid: "sums",
    name: "sums",
    config: { ...views?.config, function: { type: "aggregate", aggregates: [{ kind: "sum", field: "views", as: "views" }] } },
  };
  const twoStages: JobDocument = {
    ...document,
    operators: [...document.operators, sums],
    edges: [
      ...document.edges.slice(0, 1),
      edgeOf("clock", "views", byKey("page", "region")),
      edgeOf("views", "sums", byKey("page")),
      edgeOf("sums", "counts", { type: "rebalance" }),
    ],
  };
  const run = runExample({ ...skew, document: twoStages });
  expect(run.rows("counts").toSorted()).toEqual(counts.toSorted());
  expect(run.said("backPressured")).toEqual([]);
  const [first = 0, second = 0] = loadOf(twoStages, "views").busy;
  expect(Math.abs(first - second)).toBeLessThan(0.25);
});
