import type { ListBy, OperatorIndex, TaskIndex } from "../stream/indices.ts";
import type { OutputHistory } from "./output-history.ts";
import type { RunLog } from "./run-log.ts";

/** One of two runs of the same job: its log, what its sinks wrote, and how far to look. */
export interface ComparedRun {
  readonly log: RunLog;
  readonly output: OutputHistory;
  readonly cursor: number;
}

/** Counts of a subtask in both runs. */
export interface CountDifference {
  readonly subtask: TaskIndex;
  readonly counts: readonly [SubtaskCounts, SubtaskCounts];
  readonly same: boolean;
}

export interface SubtaskCounts {
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly late: number;
  readonly attempt: number;
}

/** A row that one run wrote more often than the other; aborted rows do not count. */
export interface OutputDifference {
  /** Vertex of the sink, and its place in the chain. */
  readonly vertex: number;
  readonly operator: OperatorIndex;
  readonly rowKind: number;
  readonly text: string;
  readonly times: readonly [number, number];
}

export interface RunsComparison {
  readonly counts: readonly CountDifference[];
  readonly output: readonly OutputDifference[];
  /** Rows, with their number of times, that both have. */
  readonly common: number;
}

/** Compares two runs of one job at their cursors: what each subtask counted, and what the sinks wrote, in whatever order. [PX19] */
export function compareRuns(a: ComparedRun, b: ComparedRun): RunsComparison {
  const [countsOfA, countsOfB] = [countsOf(a), countsOf(b)];
  const counts = countsOfA.flatMap((one, subtask): CountDifference[] => {
    const other = countsOfB[subtask];
    return other ? [{ subtask, counts: [one, other], same: isSame(one, other) }] : [];
  });
  return { counts, ...compareOutput(rowsOf(a), rowsOf(b)) };
}

function countsOf({ log, cursor }: ComparedRun): ListBy<TaskIndex, SubtaskCounts> {
  return log.seek(cursor).subtasks.map(({ recordsIn, recordsOut, lateDropped, lateToSideOutput, attempt }) => {
    return { recordsIn, recordsOut, late: lateDropped + lateToSideOutput, attempt };
  });
}

const isSame = (a: SubtaskCounts, b: SubtaskCounts): boolean =>
  a.recordsIn === b.recordsIn && a.recordsOut === b.recordsOut && a.late === b.late && a.attempt === b.attempt;

interface Row {
  readonly vertex: number;
  readonly operator: OperatorIndex;
  readonly rowKind: number;
  readonly text: string;
  times: number;
}

function rowsOf({ log, output, cursor }: ComparedRun): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  const { subtasks } = log.header.topology;
  for (let row = 0; row < output.countAt(cursor); row++) {
    if (output.statusAt(row, cursor) === "aborted") continue;
    const event = log.event(output.seqOf(row));
    if (event?.body.kind !== "sinkWritten") continue;
    const { rowKind, text, operator } = event.body;
    const vertex = subtasks[event.subtask]?.vertex ?? -1;
    const key = `${vertex} ${operator} ${rowKind} ${text}`;
    const known = rows.get(key);
    if (known) known.times++;
    else rows.set(key, { vertex, operator, rowKind, text, times: 1 });
  }
  return rows;
}

function compareOutput(a: ReadonlyMap<string, Row>, b: ReadonlyMap<string, Row>): Pick<RunsComparison, "output" | "common"> {
  const output: OutputDifference[] = [];
  let common = 0;
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [one, other] = [a.get(key), b.get(key)];
    const row = one ?? other;
    if (!row) continue;
    const times = [one?.times ?? 0, other?.times ?? 0] as const;
    common += Math.min(...times);
    if (times[0] !== times[1]) {
      const { vertex, operator, rowKind, text } = row;
      output.push({ vertex, operator, rowKind, text, times });
    }
  }
  return { output, common };
}
