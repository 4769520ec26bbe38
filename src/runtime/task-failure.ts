import type { TaskFailure } from "./environment.ts";

/** An error with what the runtime knows of where it happened. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
  readonly operatorName: string;
  /** The record that was being processed, as text. */
  readonly record: string | undefined;

  constructor(operatorName: string, record: string | undefined, cause: unknown) {
    super(messageOf(cause), { cause });
    this.operatorName = operatorName;
    this.record = record;
  }
}

/** What went wrong in a task, for the job master and the person. */
export function taskFailure(error: unknown): TaskFailure {
  const cause = error instanceof OperatorError ? error.cause : error;
  const where = error instanceof OperatorError ? error : undefined;
  const stack = cause instanceof Error ? cause.stack : undefined;
  return {
    message: messageOf(cause),
    ...(where === undefined ? {} : { operatorName: where.operatorName }),
    ...(where?.record === undefined ? {} : { record: where.record }),
    ...placeOf(cause),
    ...(stack === undefined ? {} : { stack }),
  };
}

/** A failure in one line: operator, place in the user's function, message, and the record that was being processed. */
export function failureText({ operatorName, field, line, message, record }: TaskFailure): string {
  const place = [operatorName, field, line === undefined ? undefined : `line ${line}`].filter((part) => part !== undefined);
  const head = place.length > 0 ? `${place.join(", ")}: ` : "";
  return `${head}${message}${record === undefined ? "" : ` (record ${record})`}`;
}

/** Field and line of a user's function, where the error carries them (`FunctionError`). */
function placeOf(error: unknown): Pick<TaskFailure, "field" | "line"> {
  if (!(error instanceof Error)) return {};
  return {
    ...("field" in error && typeof error.field === "string" ? { field: error.field } : {}),
    ...("line" in error && typeof error.line === "number" ? { line: error.line } : {}),
  };
}

/** A guest may throw anything; nothing of it is run to describe it (sandbox rule 5). */
function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === "string" ? error : "thrown object";
}
