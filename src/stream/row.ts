import type { Timestamp } from "./timestamp.ts";

/** Flink's RowKind as its byte: +I, -U, +U, -D. */
export const RowKind = { insert: 0, updateBefore: 1, updateAfter: 2, delete: 3 } as const;
export type RowKind = (typeof RowKind)[keyof typeof RowKind];

/** Value of a column; see `LogicalType` for which JavaScript value stands for which type. */
export type Value = unknown;

/**
 * Record inside a chain: an object of one generated class per schema (`rowClass`), one own property per field in schema
 * order, and `$kind`. Rows are passed by reference from operator to operator (Flink's object reuse): an operator that
 * keeps a row beyond the call, or changes one, copies it first.
 */
export interface Row {
  $kind: RowKind;
  [field: string]: Value;
}

/**
 * Takes a record. The one function type of the data path: operators are `Collector => Collector` closures, channels read and
 * write through it. `timestamp` is `noTimestamp` for a record without one.
 */
export type Collector = (row: Row, timestamp: Timestamp) => void;
