import { FunctionError } from "../expression/function-source.ts";
import { PlacedError } from "../stream/crossing-error.ts";
import { describeThrown, shortText } from "../stream/describe-value.ts";
import type { TaskFailure } from "./environment.ts";
import { StorageError } from "./storage-error.ts";

/** An error with what the runtime knows of where it happened. */
export class OperatorError extends PlacedError {
  override readonly name = "OperatorError";
  readonly operatorName: string;
  /** The record that was being processed, as text. */
  readonly record: string | undefined;
  /** Told apart from what a guest throws without asking it. */
  readonly #genuine = true;

  constructor(operatorName: string, record: string | undefined, cause: unknown) {
    super(describeThrown(cause).text, { cause });
    this.operatorName = operatorName;
    this.record = record === undefined ? undefined : shortText(record, recordMax);
  }

  static is(error: unknown): error is OperatorError {
    return typeof error === "object" && error !== null && #genuine in error && error.#genuine;
  }
}

const recordMax = 10_000;

/** What went wrong in a task, for the job master and the person: plain data, whatever was thrown. No code of a guest runs. [SB20] */
export function taskFailure(error: unknown): TaskFailure {
  if (StorageError.is(error)) return { message: error.message, storage: error.failure };
  const where = OperatorError.is(error) ? error : undefined;
  const cause = where === undefined ? error : where.cause;
  return {
    message: describeThrown(cause).text,
    ...(where === undefined ? {} : { operatorName: where.operatorName }),
    ...(where?.record === undefined ? {} : { record: where.record }),
    ...(FunctionError.is(cause) ? placeOf(cause) : {}),
  };
}

/** A failure in one line: operator, place in the user's function, message, and the record that was being processed. */
export function failureText({ operatorName, field, line, message, record }: TaskFailure): string {
  const place = [operatorName, field, line === undefined ? undefined : `line ${line}`].filter((part) => part !== undefined);
  const head = place.length > 0 ? `${place.join(", ")}: ` : "";
  return `${head}${message}${record === undefined ? "" : ` (record ${record})`}`;
}

/** Field and line of a user's function. */
const placeOf = ({ field, line }: FunctionError): Pick<TaskFailure, "field" | "line"> =>
  line === undefined ? { field } : { field, line };
