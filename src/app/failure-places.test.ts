import { expect, test } from "vitest";
import { failedParts, failureHistory, jobFailure } from "../designer/run/failures.ts";
import { jobDocumentFormat } from "../graph/job-document.ts";
import type { DocumentEdge, DocumentOperator, JobDocument } from "../graph/job-document.ts";
import type { Failure } from "../observe/run-state.ts";
import { toTaskIndex } from "../stream/indices.ts";
import { logOf } from "./testing/logged-run.ts";

const fields = [{ name: "word", type: "STRING" }, { name: "at", type: "BIGINT" }];
const edge = (from: string, to: string): DocumentEdge => ({
  id: `${from}-${to}`,
  from: { operator: from, port: "out" },
  to: { operator: to, port: "in" },
});

interface Line {
  readonly operators: readonly Omit<DocumentOperator, "name">[];
  /** Over the edges that lead from one operator to the next. */
  readonly edges?: Readonly<Record<string, DocumentEdge["partitioner"]>>;
  readonly config?: JobDocument["config"];
}

/** Two rows, the second one without values, through `operators` one behind the other, into a sink; all that may be chained is. */
function line({ operators, edges = {}, config = {} }: Line): JobDocument {
  const rows = [["a", 1], [null, null]];
  const all = [
    { id: "source", type: "values", config: { fields, rows, repeat: false, intervalMs: 10 } },
    { id: "before", type: "filter", config: { function: "true" } },
    ...operators,
    { id: "sink", type: "print", config: {} },
  ];
  const drawn = all.slice(1).map(({ id }, place) => edge(all[place]?.id ?? "", id));
  return {
    format: jobDocumentFormat,
    name: "line",
    config: { "parallelism.default": "1", "restart-strategy.type": "none", ...config },
    operators: all.map((each) => ({ ...each, name: each.id })),
    edges: drawn.map((each) => ({ ...each, ...(edges[each.id] && { partitioner: edges[each.id] }) })),
  };
}

const map = (id: string, body: string): Line["operators"][number] => ({ id, type: "map", config: { function: body, fields } });
const hash: DocumentEdge["partitioner"] = { type: "hash", key: ["word"] };
const timed = { timestamp: "field", field: "at", strategy: "none", delayMs: 0 };

const places: Readonly<Record<string, Line & { readonly at: Partial<ReturnType<typeof failedParts>> }>> = {
  "a function in the middle of a chain": {
    operators: [map("guilty", "({ word: row.word.toUpperCase(), at: row.at })"), map("behind", "row")],
    at: { operator: "guilty" },
  },
  "a result that does not fit": {
    operators: [map("guilty", "row.word === null ? { word: {}, at: 1 } : row"), map("behind", "row")],
    at: { operator: "guilty" },
  },
  "an operator's own rule in the middle of a chain": {
    operators: [{ id: "guilty", type: "assign-timestamps", config: timed }, map("behind", "row")],
    at: { operator: "guilty" },
  },
  "the key of an edge": {
    operators: [map("sender", "row"), { id: "count", type: "count", config: { as: "n" } }],
    edges: { "sender-count": hash },
    at: { operator: "sender", edge: "sender-count" },
  },
  "a custom partitioner": {
    operators: [map("sender", "row"), map("receiver", "row")],
    edges: { "sender-receiver": { type: "custom", key: "word", function: "key.length - 1" } },
    at: { operator: "sender", edge: "sender-receiver" },
  },
};

test.each(Object.entries(places))("[UI82] %s is where the failure is, and nowhere else", (_what, { at, ...given }) => {
  const log = logOf(line(given));
  const failure = jobFailure(log.head);
  expect(failure?.cause).toBeDefined();
  expect(failedParts(log.header, failure as Failure)).toMatchObject({ edge: undefined, ...at });
  expect(failure?.detail?.row).toBe("[null,null]");
});

test("[UI82] [UI85] what one cause did to several subtasks is one exception, of all that they run", () => {
  const { header } = logOf(line({ operators: [], config: { "parallelism.default": "2" } }));
  const lost = (subtask: number): Failure => {
    const outcome = { kind: "restarted", checkpointId: undefined, at: 60 } as const;
    return { seq: subtask, at: 50, subtask: toTaskIndex(subtask), attempt: 0, cause: "task executor 0 was lost", detail: undefined, outcome };
  };
  const later = { ...lost(0), at: 90 };
  const failures = failureHistory([lost(0), lost(1), later]);
  expect(failures).toEqual([later, lost(0)]);
  const [vertex] = header.topology.vertices;
  expect(failedParts(header, lost(0)).operators).toHaveLength(vertex?.operators.length ?? 0);
});
