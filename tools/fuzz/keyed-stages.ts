import type { Sample } from "./stateless-steps.ts";

/** A keyed operator, and the multiset of rows that each of its outputs must bring, as texts of their values. */
export interface KeyedStage {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Port to the rows expected there. */
  expect(samples: readonly Sample[]): Readonly<Record<string, readonly string[]>>;
  /** Needs event time: no record may be late. */
  readonly eventTime: boolean;
}

const process = {
  onTimer: "ctx.log(timestamp);",
  states: [] as unknown[],
  sideOutputs: [] as unknown[],
};

const text = (...values: readonly (string | number)[]): string => values.join("|");

function byKey(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  return Map.groupBy(samples, ({ k }) => k);
}

/** Numbers the records of each key: 1, 2, 3, ... */
const count: KeyedStage = {
  name: "count",
  type: "process",
  config: {
    ...process,
    processElement: "const n = (ctx.state.count.value() ?? 0) + 1; ctx.state.count.update(n); collect({ k: row.k, n });",
    states: [{ kind: "value", name: "count", type: "BIGINT" }],
    fields: [{ name: "k", type: "STRING" }, { name: "n", type: "BIGINT" }],
  },
  expect: (samples) => ({ out: [...byKey(samples)].flatMap(([k, own]) => own.map((_, index) => text(k, index + 1))) }),
  eventTime: false,
};

/** Each value of a key once, repetitions on a side output. */
const distinct: KeyedStage = {
  name: "distinct",
  type: "process",
  config: {
    ...process,
    processElement: [
      "if (ctx.state.seen.contains(row.v)) { ctx.output('again', { k: row.k, v: row.v }); return; }",
      "ctx.state.seen.put(row.v, true);",
      "collect({ k: row.k, v: row.v });",
    ].join("\n"),
    states: [{ kind: "map", name: "seen", keyType: "INT", type: "BOOLEAN" }],
    fields: [{ name: "k", type: "STRING" }, { name: "v", type: "INT" }],
    sideOutputs: [{ tag: "again", fields: [{ name: "k", type: "STRING" }, { name: "v", type: "INT" }] }],
  },
  expect(samples) {
    const out: string[] = [];
    const again: string[] = [];
    const seen = new Set<string>();
    for (const { k, v } of samples) {
      const row = text(k, v);
      (seen.has(row) ? again : out).push(row);
      seen.add(row);
    }
    return { out, again };
  },
  eventTime: false,
};

const bucketMs = 10;
const bucketEnd = (t: number): number => Math.floor(t / bucketMs) * bucketMs + bucketMs;

/** One timer per key and bucket of event time; it fires once, with what the bucket has collected. */
const timers: KeyedStage = {
  name: "timers",
  type: "process",
  config: {
    ...process,
    processElement: [
      `const end = Math.floor(row.t / ${bucketMs}) * ${bucketMs} + ${bucketMs};`,
      "ctx.state.sums.put(end, (ctx.state.sums.get(end) ?? 0) + row.v);",
      "ctx.registerEventTimeTimer(end);",
    ].join("\n"),
    onTimer: "collect({ k: ctx.getCurrentKey(), t: timestamp, v: ctx.state.sums.get(timestamp) }); ctx.state.sums.remove(timestamp);",
    states: [{ kind: "map", name: "sums", keyType: "BIGINT", type: "INT" }],
    fields: [{ name: "k", type: "STRING" }, { name: "t", type: "BIGINT" }, { name: "v", type: "INT" }],
  },
  expect: (samples) => ({ out: sumsByBucket(samples).map(([k, end, sum]) => text(k, end, sum)) }),
  eventTime: true,
};

function sumsByBucket(samples: readonly Sample[]): readonly (readonly [string, number, number])[] {
  return [...byKey(samples)].flatMap(([k, own]) =>
    [...Map.groupBy(own, ({ t }) => bucketEnd(t))].map(
      ([end, bucket]) => [k, end, bucket.reduce((sum, { v }) => sum + v, 0)] as const,
    ),
  );
}

export const keyedStages: readonly KeyedStage[] = [count, distinct, timers];
