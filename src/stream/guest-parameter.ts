import { copierOf, rowCopier } from "./copy-value.ts";
import type { LogicalType, Schema } from "./logical-type.ts";
import type { Row, Value } from "./row.ts";

/**
 * A parameter of a user function, and how what the host has for it crosses to the function. A function never gets an object that the
 * host, another function or a later call has too. [SB40]
 */
export interface GuestParameter {
  readonly name: string;
  /** Absent: it gets the same, which is immutable, a frozen handle, or its own already. */
  readonly pass?: Passing | undefined;
  /** Where it is a row: of this schema, and shown in messages. */
  readonly schema?: Schema;
}

/** How an argument crosses to a function. */
export interface Passing {
  /** Makes what the function gets; the host keeps the argument. */
  readonly copy: (argument: Value) => unknown;
  /**
   * Of a row: its fields with values that nobody can change. A function that only reads such fields, and never has the row itself,
   * may read them in the argument.
   */
  readonly plainFields?: ReadonlySet<string>;
  /** True when all its fields are such. */
  readonly isPlain?: boolean;
}

/** A row: a copy per call, so that what the function does to it is seen by nobody else. */
export function rowParameter(name: string, schema: Schema): GuestParameter {
  const plain = schema.fields.filter(({ type }) => copierOf(type) === undefined);
  const plainFields = new Set(["$kind", ...plain.map((field) => field.name)]);
  const copy = rowCopier(schema) as (row: Value) => Row;
  return { name, schema, pass: { copy, plainFields, isPlain: plain.length === schema.fields.length } };
}

/** Rows: a new array of copies, and of nulls where a reduce had nothing. */
export function rowsParameter(name: string, schema: Schema): GuestParameter {
  const copy = rowCopier(schema);
  return { name, pass: { copy: (rows) => (rows as readonly (Row | null)[]).map((row) => row && copy(row)) } };
}

/** A value of `type`: a state's, or a key. */
export function valueParameter(name: string, type: LogicalType): GuestParameter {
  const copy = copierOf(type);
  return copy === undefined ? { name } : { name, pass: { copy } };
}

/** `collect`, `ctx` and numbers: frozen, made for the function and usable during its call only; see `stream/call-scope.ts`. */
export const handleParameter = (name: string): GuestParameter => ({ name });

/** What another function of the same operator made for this one in the same call. */
export const guestParameter = (name: string): GuestParameter => ({ name });
