import { parentPort } from "node:worker_threads";
import { ConformError } from "../../stream/conform.ts";
import { FunctionError, type FunctionSource } from "../function-source.ts";
import { lockDown, compileFunction, sandboxedFunctions } from "../sandbox.ts";

/** A function and the rows to call it with, one after the other. */
export interface SandboxCall {
  readonly source: FunctionSource;
  readonly rows: readonly unknown[];
  /** True: compiled as operators compile, by a compiler that says which record an error is about. */
  readonly attributed?: boolean;
}

/** What came of a `SandboxCall`: the last result, or the failure with its place. */
export type SandboxResult =
  | { readonly value: unknown }
  | {
      readonly failure: string;
      readonly field: string | undefined;
      readonly line: number | undefined;
      readonly column: number | undefined;
      /** The record of an attributed function. */
      readonly record?: unknown;
    };

/** What an attributing compiler throws in place of an error. */
class AttributedError extends Error {
  readonly error: unknown;
  readonly record: unknown;
  constructor(error: unknown, record: unknown) {
    super("attributed");
    this.error = error;
    this.record = record;
  }
}

/** Stands for an operator's check of results. */
function notSeven(result: unknown): unknown {
  if (result === 7) throw new ConformError("seven is refused");
  return result;
}

function run({ source, rows, attributed }: SandboxCall): SandboxResult {
  const attribute = (error: unknown, [record]: readonly unknown[]): Error => new AttributedError(error, record);
  try {
    const made = attributed ? sandboxedFunctions.compile(source, { attribute, convert: notSeven }) : compileFunction(source);
    let value: unknown;
    for (const row of rows) value = made(row);
    return { value };
  } catch (thrown) {
    if (!(thrown instanceof AttributedError)) return failureOf(thrown);
    return { ...failureOf(thrown.error), record: thrown.record };
  }
}

function failureOf(error: unknown): Exclude<SandboxResult, { readonly value: unknown }> {
  if (!(error instanceof FunctionError)) throw error;
  return { failure: error.message, field: error.field, line: error.line, column: error.column };
}

const early = ((): string => {
  try {
    compileFunction({ field: "function", source: "1", parameters: [] });
    return "compiled";
  } catch (error) {
    return String(error);
  }
})();
lockDown();
lockDown();
parentPort?.postMessage({ early });
parentPort?.on("message", (calls: readonly SandboxCall[]) => parentPort?.postMessage(calls.map(run)));
