import { multisetDifference } from "./multiset.ts";
import type { Sample } from "./stateless-steps.ts";

/** Rows by output port, as texts of their values. */
export type Outputs = Readonly<Record<string, readonly string[]>>;

/** A keyed operator, and what its outputs must bring. */
export interface KeyedStage {
  readonly name: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly ports: readonly string[];
  /** How far watermarks stay behind, for operators on event time. */
  readonly watermarkDelay: "none" | "disorder" | "tooShort";
  /** What is wrong with `outputs`, or undefined. `faulty`: faults struck during the run. */
  verify(samples: readonly Sample[], outputs: Outputs, faulty: boolean): string | undefined;
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
  ...exactly((samples) => ({ out: [...byKey(samples)].flatMap(([k, own]) => own.map((_, index) => text(k, index + 1))) }), "none"),
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
  ...exactly(distinctRows, "none", ["out", "again"]),
};

function distinctRows(samples: readonly Sample[]): Outputs {
  const out: string[] = [];
  const again: string[] = [];
  const seen = new Set<string>();
  for (const { k, v } of samples) {
    const row = text(k, v);
    (seen.has(row) ? again : out).push(row);
    seen.add(row);
  }
  return { out, again };
}

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
  ...exactly((samples) => ({ out: sumsByBucket(samples).map(([k, end, sum]) => text(k, end, sum)) }), "disorder"),
};

function sumsByBucket(samples: readonly Sample[]): readonly (readonly [string, number, number])[] {
  return [...byKey(samples)].flatMap(([k, own]) =>
    [...Map.groupBy(own, ({ t }) => bucketEnd(t))].map(
      ([end, bucket]) => [k, end, bucket.reduce((sum, { v }) => sum + v, 0)] as const,
    ),
  );
}

const totals = { type: "aggregate", aggregates: [{ kind: "count", as: "n" }, { kind: "sum", field: "v", as: "total" }] };
const windowed = { allowedLateness: 0, lateOutput: false, function: totals };

/** Time as TIMESTAMP(3) is written. */
const time = (ms: number): string => new Date(ms).toISOString().replace("T", " ").replace("Z", "");

const totalsRow = (k: string, start: number, end: number, own: readonly Sample[]): string =>
  text(k, time(start), time(end), own.length, own.reduce((sum, { v }) => sum + v, 0));

const tumbling: KeyedStage = {
  name: "tumbling",
  type: "tumbling-window",
  config: { ...windowed, time: "event", size: bucketMs },
  ...exactly((samples) => ({ out: slidingTotals(samples, bucketMs, bucketMs) }), "disorder"),
};

const sliding: KeyedStage = {
  name: "sliding",
  type: "sliding-window",
  config: { ...windowed, time: "event", size: 3 * bucketMs, slide: bucketMs },
  ...exactly((samples) => ({ out: slidingTotals(samples, 3 * bucketMs, bucketMs) }), "disorder"),
};

const sessions: KeyedStage = {
  name: "sessions",
  type: "session-window",
  config: { ...windowed, time: "event", gap: 7 },
  ports: ["out"],
  watermarkDelay: "disorder",
  verify(samples, outputs) {
    const difference = multisetDifference(sessionTotals(samples, 7), joinTouching(outputs["out"] ?? []));
    return difference === undefined ? undefined : `out: ${difference}`;
  },
};

const countWindows: KeyedStage = {
  name: "countWindows",
  type: "count-window",
  config: { ...windowed, size: 3, function: { type: "aggregate", aggregates: [{ kind: "count", as: "n" }] } },
  ...exactly(
    (samples) => ({ out: [...byKey(samples)].flatMap(([k, own]) => Array.from({ length: Math.floor(own.length / 3) }, () => text(k, 3))) }),
    "none",
  ),
};

const runningCount: KeyedStage = {
  name: "runningCount",
  type: "count",
  config: { as: "n" },
  ...exactly((samples) => ({ out: [...byKey(samples)].flatMap(([k, own]) => own.map((_, index) => text(k, index + 1))) }), "none"),
};

/** Which records are late depends on the schedule; that none is lost, counted twice or given a window of its own does not. */
const late: KeyedStage = {
  name: "late",
  type: "tumbling-window",
  config: { ...windowed, time: "event", size: bucketMs, lateOutput: true },
  ports: ["out", "late"],
  watermarkDelay: "tooShort",
  verify(samples, { out = [], late: dropped = [] }, faulty) {
    const counted = out.reduce((sum, row) => sum + Number(row.split("|")[3]), 0);
    if (counted + dropped.length !== samples.length) {
      return `${samples.length} records, but ${counted} in windows and ${dropped.length} late`;
    }
    // Watermarks are no part of a checkpoint: after a restore a window may come to life again.
    const windows = out.map((row) => row.split("|", 3).join("|"));
    const twice = windows.find((window, index) => windows.indexOf(window) !== index);
    return faulty || twice === undefined ? undefined : `window ${twice} fired twice`;
  },
};

function slidingTotals(samples: readonly Sample[], size: number, slide: number): readonly string[] {
  return [...byKey(samples)].flatMap(([k, own]) => {
    const starts = new Set<number>();
    for (const { t } of own) {
      for (let start = Math.floor(t / slide) * slide; start > t - size; start -= slide) starts.add(start);
    }
    return [...starts].map((start) => totalsRow(k, start, start + size, own.filter(({ t }) => t >= start && t < start + size)));
  });
}

/**
 * Joins result rows of one key that touch. Records exactly a gap apart share a session only when the second comes before the
 * watermark has closed the first one's window, which is one millisecond earlier than the second would be late: Flink leaves it
 * to the schedule too (found by seed 112221).
 */
function joinTouching(rows: readonly string[]): readonly string[] {
  const sorted = rows.map((row) => row.split("|")).toSorted((a, b) => (text(...a.slice(0, 2)) < text(...b.slice(0, 2)) ? -1 : 1));
  const joined: string[][] = [];
  for (const [k = "", start = "", end = "", ...totals] of sorted) {
    const last = joined.at(-1);
    if (last?.[0] !== k || last[2] !== start) joined.push([k, start, end, ...totals]);
    else joined.splice(-1, 1, [k, last[1] ?? "", end, ...totals.map((total, place) => String(Number(total) + Number(last[3 + place])))]);
  }
  return joined.map((row) => text(...row));
}

function sessionTotals(samples: readonly Sample[], gap: number): readonly string[] {
  return [...byKey(samples)].flatMap(([k, own]) => {
    const sessionsOfKey: Sample[][] = [];
    for (const sample of own.toSorted((a, b) => a.t - b.t)) {
      const session = sessionsOfKey.at(-1);
      const last = session?.at(-1);
      // Windows that touch are merged.
      if (session !== undefined && last !== undefined && sample.t <= last.t + gap) session.push(sample);
      else sessionsOfKey.push([sample]);
    }
    return sessionsOfKey.map((session) => totalsRow(k, session[0]?.t ?? 0, (session.at(-1)?.t ?? 0) + gap, session));
  });
}

/** Outputs that are multisets known beforehand. */
function exactly(
  expect: (samples: readonly Sample[]) => Outputs,
  watermarkDelay: KeyedStage["watermarkDelay"],
  ports: readonly string[] = ["out"],
): Pick<KeyedStage, "ports" | "watermarkDelay" | "verify"> {
  return {
    ports,
    watermarkDelay,
    verify(samples, outputs) {
      const expected = expect(samples);
      for (const port of ports) {
        const difference = multisetDifference(expected[port] ?? [], outputs[port] ?? []);
        if (difference !== undefined) return `${port}: ${difference}`;
      }
      return undefined;
    },
  };
}

export const keyedStages: readonly KeyedStage[] = [
  count,
  distinct,
  timers,
  tumbling,
  sliding,
  sessions,
  countWindows,
  runningCount,
  late,
];
