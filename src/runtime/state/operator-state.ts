import type { OperatorStateMode } from "../../graph/snapshot.ts";

/**
 * State of a subtask as a whole (Flink's OperatorStateStore). Elements are structured values (logical type
 * RAW).
 */
export interface OperatorStates {
  /**
   * The list state `name`: what was restored, then whatever `update` stored last. Same `mode` in every call
   * for a name.
   */
  list<T>(name: string, mode: Exclude<OperatorStateMode, "broadcast">): OperatorListState<T>;
  /** The broadcast state `name`. */
  broadcast<K, V>(name: string): Map<K, V>;
}

export interface OperatorListState<T> {
  get(): readonly T[];
  update(elements: readonly T[]): void;
}
