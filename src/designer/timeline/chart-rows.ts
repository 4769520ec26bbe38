import type { TopologyVertex } from "../../observe/event.ts";
import type { OperatorIndex, TaskIndex } from "../../stream/indices.ts";
import { plainName } from "../run/names.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { RunSample, TakenCheckpoint, TakenPart } from "../run/run-samples.ts";

/** What is charted of the run, of one operator of the job, or of the job as a whole. */
export interface ChartRow {
  /** Undefined: the job. */
  readonly name: string | undefined;
  /** The first of its chain: what is known of the chain as a whole stands there. */
  readonly isHead: boolean;
  readonly subtasks: readonly TaskIndex[];
  /** Where its records are counted in each of its subtasks: what goes in, or comes out of a source. */
  readonly counted: readonly { readonly place: OperatorIndex; readonly side: "in" | "out" }[];
}

/** The job, then each operator of the run in the order of its chains. */
export function chartRows({ header: { topology, origins } }: RunPlayer): readonly ChartRow[] {
  const subtasksOf = (vertex: number): TaskIndex[] =>
    topology.subtasks.flatMap((subtask, index) => (subtask.vertex === vertex ? [index] : []));
  const rows = topology.vertices.flatMap((vertex, index) => rowsOf(vertex, subtasksOf(index), origins.nodes));
  const all: ChartRow = { name: undefined, isHead: true, subtasks: [...topology.subtasks.keys()], counted: [] };
  return [all, ...rows];
}

/** Operators that one of the drawing became, a writer and its committer, are one row. */
function rowsOf({ operators }: TopologyVertex, subtasks: readonly TaskIndex[], origins: readonly string[]): ChartRow[] {
  const seen = new Set<string>();
  return [...operators.entries()].flatMap(([place, { name, node, role }]) => {
    const id = origins[node] ?? name;
    if (seen.has(id)) return [];
    seen.add(id);
    const counted = [{ place, side: role === "source" ? ("out" as const) : ("in" as const) }];
    return [{ name: plainName(name), isHead: place === 0, subtasks, counted }];
  });
}

/** Shares of the time between two samples, 0 to 1, over the subtasks of a row; undefined where nobody measured them. */
interface TimeShares {
  readonly busy: number;
  readonly backPressured: number;
}

/** Records of a row until a sample; of the job what its sources let out. */
function recordsAt(player: RunPlayer, row: ChartRow, rows: readonly ChartRow[], sample: RunSample): number {
  if (row.name === undefined) {
    const sources = rows.filter(({ counted }) => counted[0]?.side === "out");
    return sources.reduce((sum, source) => sum + recordsAt(player, source, rows, sample), 0);
  }
  let sum = 0;
  for (const subtask of row.subtasks) {
    for (const { place, side } of row.counted) sum += player.samples.records(sample, subtask, place)[side];
  }
  return sum;
}

/** Records a second of the job clock between two samples. */
export function throughput(player: RunPlayer, row: ChartRow, rows: readonly ChartRow[], [from, to]: Interval): number {
  const seconds = (to.at - from.at) / 1000;
  return seconds > 0 ? Math.max(0, recordsAt(player, row, rows, to) - recordsAt(player, row, rows, from)) / seconds : 0;
}

export type Interval = readonly [from: RunSample, to: RunSample];

export function timeShares({ header, samples, load }: RunPlayer, { subtasks }: ChartRow, [from, to]: Interval): TimeShares | undefined {
  const span = to.at - from.at;
  if (span <= 0) return undefined;
  const shares = subtasks.flatMap((subtask): TimeShares[] => {
    if (header.mode === "freeRunning") {
      const measured = load?.between(subtask, from.at, to.at);
      return measured ? [measured] : [];
    }
    const spent = (name: "busyMs" | "backPressuredMs"): number =>
      Math.min(1, Math.max(0, samples.total(to, subtask, name) - samples.total(from, subtask, name)) / span);
    const busy = spent("busyMs");
    return [{ busy, backPressured: Math.min(1 - busy, spent("backPressuredMs")) }];
  });
  if (shares.length === 0) return undefined;
  const mean = (pick: (share: TimeShares) => number): number => shares.reduce((sum, share) => sum + pick(share), 0) / shares.length;
  return { busy: mean(({ busy }) => busy), backPressured: mean(({ backPressured }) => backPressured) };
}

/** How far the slowest subtask of a row is behind the furthest watermark of the run, in milliseconds of event time. */
export function watermarkLag({ samples }: RunPlayer, { subtasks }: ChartRow, sample: RunSample): number | undefined {
  const known = subtasks.map((subtask) => samples.total(sample, subtask, "watermark")).filter(Number.isFinite);
  if (known.length === 0 || !Number.isFinite(sample.eventTime)) return undefined;
  return Math.max(0, sample.eventTime - Math.min(...known));
}

export function keysAt({ samples }: RunPlayer, { subtasks }: ChartRow, sample: RunSample): number {
  return subtasks.reduce((sum, subtask) => sum + samples.total(sample, subtask, "keys"), 0);
}

/** What a checkpoint took of a row: how long, by its slowest subtask, and how much; of the job from trigger to completion. */
export function takenOf({ name, subtasks }: ChartRow, checkpoint: TakenCheckpoint): TakenPart | undefined {
  const { triggeredAt, endedAt, bytes } = checkpoint;
  if (name === undefined) return endedAt === undefined ? undefined : { durationMs: endedAt - triggeredAt, bytes };
  const parts = subtasks.flatMap((subtask) => checkpoint.parts.get(subtask) ?? []);
  if (parts.length === 0) return undefined;
  return { durationMs: Math.max(...parts.map(({ durationMs }) => durationMs)), bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Intervals that are told apart: in shorter ones a rate is one record or none. */
const intervalsMost = 64;

/** Fewer samples, as even as they were: they are totals, so nothing is lost between two of them. */
export function spaced(samples: readonly RunSample[]): readonly RunSample[] {
  const every = Math.max(1, Math.ceil((samples.length - 1) / intervalsMost));
  return samples.filter((_, place) => place % every === 0 || place === samples.length - 1);
}

/** The two samples that a moment lies between. */
export function intervalAt(samples: readonly RunSample[], at: number): Interval | undefined {
  const place = samples.findIndex((sample) => sample.at >= at);
  const to = Math.max(1, place < 0 ? samples.length - 1 : place);
  const [first, second] = [samples[to - 1], samples[to]];
  return first && second && [first, second];
}
