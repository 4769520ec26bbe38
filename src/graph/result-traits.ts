/** How the result of a subtask is handed on (Flink's ResultPartitionType). */
export type ResultType =
  | "PIPELINED"
  | "PIPELINED_BOUNDED"
  | "PIPELINED_APPROXIMATE"
  | "BLOCKING"
  | "BLOCKING_PERSISTENT"
  | "HYBRID_FULL"
  | "HYBRID_SELECTIVE";

export interface ResultTraits {
  /** Consumed while it is produced: both ends live and die together. */
  readonly pipelined: boolean;
  /** Is there to be read again by a consumer that restarts. */
  readonly rereadable: boolean;
}

const pipelined: ResultTraits = { pipelined: true, rereadable: false };
const kept: ResultTraits = { pipelined: false, rereadable: true };

/** Flink's ResultPartitionType. */
export const resultTraits: Readonly<Record<ResultType, ResultTraits>> = {
  PIPELINED: pipelined,
  PIPELINED_BOUNDED: pipelined,
  PIPELINED_APPROXIMATE: kept,
  BLOCKING: kept,
  BLOCKING_PERSISTENT: kept,
  HYBRID_FULL: kept,
  HYBRID_SELECTIVE: { pipelined: false, rereadable: false },
};
