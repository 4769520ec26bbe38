import type { ComparedRun } from "./compare-runs.ts";

/** What a run has put out under one key, whatever the order: rows reach the subtasks of a sink in any. */
export interface KeyOutput {
  readonly sink: string;
  /** The leading columns of its rows. */
  readonly key: string;
  rows: number;
  /** Greatest number in the last column; undefined where that has none. Of a running count that is the count. */
  greatest: number | undefined;
}

/** A key for which the two runs do not agree in the end; undefined in the one that has no row of it. */
export type FinalDifference = readonly [KeyOutput | undefined, KeyOutput | undefined];

/** What two runs of one job have put out for good, up to their cursors, in whatever order. [UI127] */
export interface OutputVerdict {
  /** Rows of each that count: committed, or written by a sink that commits nothing. */
  readonly rows: readonly [number, number];
  /** Rows that the first has more often than the second, and the other way round. */
  readonly surplus: readonly [number, number];
  /** Keys of both together, and those with another number of rows or another greatest value. */
  readonly keys: number;
  readonly finals: readonly FinalDifference[];
}

/** Differing final rows that are told. */
const finalsShown = 50;

export function compareOutput(first: ComparedRun, second: ComparedRun): OutputVerdict {
  const [a, b] = [publishedBy(first), publishedBy(second)];
  const keys = new Set([...a.byKey.keys(), ...b.byKey.keys()]);
  const finals = [...keys].flatMap((key): FinalDifference[] => {
    const [one, other] = [a.byKey.get(key), b.byKey.get(key)];
    return one?.rows === other?.rows && one?.greatest === other?.greatest ? [] : [[one, other]];
  });
  const surplus = [surplusOf(a.times, b.times), surplusOf(b.times, a.times)] as const;
  return { rows: [a.count, b.count], surplus, keys: keys.size, finals: finals.slice(0, finalsShown) };
}

interface Published {
  readonly count: number;
  readonly times: ReadonlyMap<string, number>;
  readonly byKey: ReadonlyMap<string, KeyOutput>;
}

function publishedBy({ log, output, cursor }: ComparedRun): Published {
  const { topology } = log.header;
  const times = new Map<string, number>();
  const byKey = new Map<string, KeyOutput>();
  let count = 0;
  for (let row = output.rows.lowerBound(log.dropped); row < output.countAt(cursor); row++) {
    const event = log.event(output.seqOf(row));
    if (event?.body.kind !== "sinkWritten" || !isForGood(output, row, cursor)) continue;
    const { rowKind, text, operator, values } = event.body;
    const sink = topology.vertices[topology.subtasks[event.subtask]?.vertex ?? -1]?.operators[operator];
    const of = `${sink?.node ?? -1}`;
    const whole = `${of} ${rowKind} ${text}`;
    count++;
    times.set(whole, (times.get(whole) ?? 0) + 1);
    const [value = text, ...key] = [...(values ?? [text])].map((each) => each ?? "NULL").toReversed();
    const words = key.toReversed().join(", ");
    const name = `${of} ${words}`;
    const known = byKey.get(name) ?? { sink: sink?.name ?? "", key: words, rows: 0, greatest: undefined };
    known.rows++;
    const number = value.trim() === "" ? NaN : Number(value);
    if (!Number.isNaN(number)) known.greatest = Math.max(known.greatest ?? -Infinity, number);
    byKey.set(name, known);
  }
  return { count, times, byKey };
}

/** Of a sink that stages nothing a row is there as soon as it is written. */
function isForGood(output: ComparedRun["output"], row: number, cursor: number): boolean {
  const status = output.statusAt(row, cursor);
  return status === "committed" || (status === "uncommitted" && !output.stages(row));
}

function surplusOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let surplus = 0;
  for (const [row, times] of a) surplus += Math.max(0, times - (b.get(row) ?? 0));
  return surplus;
}
