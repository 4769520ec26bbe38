import { FunctionError } from "../expression/function-source.ts";
import type { FailureDetail } from "../observe/event.ts";
import { PlacedError } from "../stream/crossing-error.ts";
import { describeThrown, shortText } from "../stream/describe-value.ts";
import type { ChannelIndex, OperatorIndex } from "../stream/indices.ts";
import type { TaskFailure } from "./environment.ts";
import { FileError } from "./format.ts";
import { StorageError } from "./storage-error.ts";

/** Whose work failed: an operator of the chain; with `channel`, the partitioner behind it. */
export interface FailingOperator {
  readonly index: OperatorIndex;
  readonly name: string;
  readonly channel?: ChannelIndex | undefined;
}

/** The record that was being processed, as text and as a JSON array of its values. */
export interface FailedRecord {
  readonly text: string;
  readonly row?: string | undefined;
}

/** An error with what the runtime knows of where it happened. */
export class OperatorError extends PlacedError {
  override readonly name = "OperatorError";
  readonly operator: FailingOperator;
  readonly record: FailedRecord | undefined;
  /** Told apart from what a guest throws without asking it. */
  readonly #genuine = true;

  constructor(operator: FailingOperator, record: FailedRecord | undefined, cause: unknown) {
    super(describeThrown(cause).text, { cause });
    this.operator = operator;
    this.record = record && { text: shortText(record.text, recordMax), row: record.row };
  }

  static is(error: unknown): error is OperatorError {
    return typeof error === "object" && error !== null && #genuine in error && error.#genuine;
  }
}

const recordMax = 10_000;

/** `error` as one of `operator`, unless it says already where it happened; with the record, where it is its own and does not say that. */
export function errorOf(operator: FailingOperator, error: unknown, record?: FailedRecord): unknown {
  if (OperatorError.is(error)) {
    const isOwn = error.operator.index === operator.index && error.operator.channel === operator.channel;
    return isOwn && error.record === undefined ? new OperatorError(operator, record, error.cause) : error;
  }
  return StorageError.is(error) || TaskLimitError.is(error) ? error : new OperatorError(operator, record, error);
}

/** The whole task did too much of something: no operator of it is to blame. */
export class TaskLimitError extends Error {
  readonly #genuine = true;

  static is(error: unknown): error is TaskLimitError {
    return typeof error === "object" && error !== null && #genuine in error && error.#genuine;
  }
}

/** What went wrong in a task, for the job master and the person: plain data, whatever was thrown. No code of a guest runs. [SB20] */
export function taskFailure(error: unknown): TaskFailure {
  if (StorageError.is(error)) return { message: error.message, storage: error.failure };
  const where = OperatorError.is(error) ? error : undefined;
  const cause = where === undefined ? error : where.cause;
  return {
    message: describeThrown(cause).text,
    ...(where && operatorOf(where)),
    ...(FunctionError.is(cause) && placeOf(cause)),
    ...(FileError.is(cause) && { file: cause.place }),
  };
}

/** A failure in one line: operator, place in the user's function, message, and the record that was being processed. */
export function failureText({ operatorName, field, line, message, record }: TaskFailure): string {
  const place = [operatorName, field, line === undefined ? undefined : `line ${line}`].filter((part) => part !== undefined);
  const head = place.length > 0 ? `${place.join(", ")}: ` : "";
  return `${head}${message}${record === undefined ? "" : ` (record ${record})`}`;
}

/** What the log keeps of a failure beside its text. */
export function failureDetail({ storage: _storage, operatorName: _name, ...detail }: TaskFailure): FailureDetail {
  return detail;
}

function operatorOf({ operator, record }: OperatorError): Partial<TaskFailure> {
  return {
    operatorName: operator.name,
    operator: operator.index,
    ...(operator.channel !== undefined && { channel: operator.channel }),
    ...(record && { record: record.text }),
    ...(record?.row !== undefined && { row: record.row }),
  };
}

/** Field, line and column of a user's function. */
function placeOf({ field, line, column }: FunctionError): Pick<TaskFailure, "field" | "line" | "column"> {
  return { field, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
}
