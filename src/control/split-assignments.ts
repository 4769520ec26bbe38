import type { SubtaskIndex } from "../stream/indices.ts";

interface Assignment {
  readonly subtask: SubtaskIndex;
  readonly splits: readonly unknown[];
  /** First checkpoint whose enumerator state no longer holds the splits; Infinity while none was taken. */
  cutBy: number;
}

/** Splits handed out since the last completed checkpoint (Flink's SplitAssignmentTracker). */
export class SplitAssignments {
  #since: Assignment[] = [];

  assigned(subtask: SubtaskIndex, splits: readonly unknown[]): void {
    this.#since.push({ subtask, splits, cutBy: Infinity });
  }

  /** Checkpoint `id` was cut here: what was assigned before is part of the readers' state in it. */
  cut(id: number): void {
    for (const assignment of this.#since) if (assignment.cutBy === Infinity) assignment.cutBy = id;
  }

  completed(id: number): void {
    this.#since = this.#since.filter((assignment) => assignment.cutBy > id);
  }

  /** Removes and returns what `subtask` got after checkpoint `id`; everything when it restarts from nothing. */
  takeBack(subtask: SubtaskIndex, id: number | undefined): readonly unknown[] {
    const from = id ?? -1;
    const back = this.#since.filter((assignment) => assignment.subtask === subtask && assignment.cutBy > from);
    this.#since = this.#since.filter((assignment) => assignment.subtask !== subtask);
    return back.flatMap((assignment) => assignment.splits);
  }
}
