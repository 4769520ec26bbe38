import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../base/random.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowClass } from "../../stream/row-class.ts";
import { rowAggregate } from "../aggregate/row-aggregate.ts";
import type { AggregateCall } from "../../stream/aggregate-type.ts";
import type { OperatorContext, OperatorRestore } from "../api.ts";
import { snapshotOf, testBackend } from "../state/testing/test-backend.ts";
import { slidingWindows, tumblingWindows } from "./window-assigner.ts";
import { createWindowOperator } from "./window-operator.ts";
import type { WindowSpec } from "./window-operator.ts";

const schema = schemaOf([
  { name: "key", type: "STRING" },
  { name: "long", type: "BIGINT" },
  { name: "real", type: "DOUBLE" },
]);
const Record = rowClass(schema);
const calls: readonly AggregateCall[] = [
  { kind: "count" },
  { kind: "count", field: "long" },
  { kind: "sum", field: "long" },
  { kind: "min", field: "long" },
  { kind: "max", field: "real" },
  { kind: "avg", field: "long" },
  { kind: "sum", field: "real" },
  { kind: "min", field: "real" },
];

type Step =
  | {
      readonly key: string;
      readonly at: number;
      readonly long: number | bigint | null;
      readonly real: number | null;
    }
  | { readonly watermark: number }
  | { readonly restore: true };

/** Plays steps and notes what comes out, by watermark, with what is stored in the end. */
function play(
  assigner: WindowSpec["assigner"],
  steps: readonly Step[],
  inColumns: (restores: number) => boolean,
): unknown {
  const spec: WindowSpec = {
    assigner,
    allowedLateness: 7,
    lateTag: "late",
    function: {
      contents: {
        kind: "aggregate",
        aggregate: rowAggregate(schema, calls),
        accumulator: { type: "RAW", nullable: false },
        calls,
      },
      create: (context) => ({
        process: (window, [results]) => {
          output.push({ $kind: 0, r: [context.keyedState.currentKey, window.start, window.end, results] });
        },
      }),
    },
  };
  const output: unknown[] = [];
  let restores = 0;
  let watermark = -Infinity;
  const start = (restore?: OperatorRestore) => {
    const backend = testBackend({ tuning: { windowColumns: inColumns(restores) }, ...(restore === undefined ? {} : { restore }) });
    const operator = createWindowOperator(
      spec,
      contextOf(backend, (row) => output.push(row)),
    );
    return { backend, operator };
  };
  let running = start();
  const batches: unknown[] = [];
  for (const step of steps) {
    if ("restore" in step) {
      restores += 1;
      running = start(snapshotOf(running.backend));
    } else if ("watermark" in step) {
      watermark = Math.max(watermark, step.watermark);
      running.backend.setWatermark(watermark);
      while (running.backend.fireEventTimer());
    } else {
      running.backend.setCurrentKey(step.key);
      running.operator.inputs[0]?.(new Record(0, step.key, step.long, step.real), step.at);
    }
    batches.push(
      output
        .splice(0)
        .map((each) => inspect(each))
        .toSorted(),
      running.backend.statistics(),
    );
  }
  return batches;
}

/** Bigints and signed zeros as text, so that texts can be sorted and compared. */
const inspect = (value: unknown): string =>
  JSON.stringify(value, (_name, each: unknown) => {
    if (typeof each === "bigint") return `${each}n`;
    return typeof each === "number" && (Object.is(each, -0) || !Number.isFinite(each))
      ? Object.is(each, -0)
        ? "-0"
        : String(each)
      : each;
  });

function contextOf(
  backend: ReturnType<typeof testBackend>,
  late: (row: unknown) => void,
): OperatorContext {
  const context: Partial<OperatorContext> = {
    inputSchemas: [schema],
    keyedState: backend.state,
    timers: (name, callback) => backend.timers(name, callback),
    clock: { now: () => 0 },
    random: seededRandom(1),
    sideOutput: () => late,
    tracesRecords: false,
  };
  return context as OperatorContext;
}

const records = fc.record({
  key: fc.constantFrom("a", "b", "c"),
  at: fc.integer({ min: -20, max: 60 }),
  long: fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.constantFrom(null, Number.MAX_SAFE_INTEGER, 2n ** 62n, -(2n ** 63n)),
  ),
  real: fc.oneof(fc.double(), fc.constantFrom(null, NaN, -0, 0)),
});
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: records },
    { weight: 2, arbitrary: fc.record({ watermark: fc.integer({ min: -20, max: 70 }) }) },
    { weight: 1, arbitrary: fc.constant({ restore: true as const }) },
  ),
  { maxLength: 40 },
);

test("[WN18] windows in columns do what the general operator does, and each restores the other", () => {
  const assigners = [
    tumblingWindows({ time: "event", size: 10, offset: 3 }),
    slidingWindows({ time: "event", size: 10, slide: 4 }),
    slidingWindows({ time: "event", size: 4, slide: 10 }),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...assigners), steps, (assigner, script) => {
      const general = play(assigner, script, () => false);
      expect(play(assigner, script, () => true)).toEqual(general);
      expect(play(assigner, script, (restores) => restores % 2 === 0)).toEqual(general);
    }),
    { numRuns: 300 },
  );
});

test("[WN13] [WN18] nothing is left of windows that are over", () => {
  const script: Step[] = [];
  for (let at = 0; at < 500; at += 1)
    script.push({ key: `k${at % 7}`, at, long: at, real: at }, { watermark: at - 5 });
  script.push({ watermark: Infinity });
  for (const inColumns of [true, false]) {
    const batches = play(tumblingWindows({ time: "event", size: 10 }), script, () => inColumns) as unknown[];
    expect(batches.at(-1)).toEqual({ entries: 0, eventTimers: 0, processingTimers: 0 });
  }
});
