import { parentPort } from "node:worker_threads";
import { FunctionError, type FunctionSource } from "../function-source.ts";
import { lockDown, makeFunction } from "../sandbox.ts";

/** A function and the rows to call it with, one after the other. */
export interface SandboxCall {
  readonly source: FunctionSource;
  readonly rows: readonly unknown[];
}

/** What came of a `SandboxCall`: the last result, or the failure with its place. */
export type SandboxResult =
  | { readonly value: unknown }
  | { readonly failure: string; readonly field: string | undefined; readonly line: number | undefined; readonly column: number | undefined };

function run({ source, rows }: SandboxCall): SandboxResult {
  try {
    const made = makeFunction(source);
    let value: unknown;
    for (const row of rows) value = made(row);
    return { value };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    return { failure: error.message, field: error.field, line: error.line, column: error.column };
  }
}

const early = ((): string => {
  try {
    makeFunction({ field: "function", source: "1", parameters: [], form: "expression" });
    return "compiled";
  } catch (error) {
    return String(error);
  }
})();
lockDown();
lockDown();
parentPort?.postMessage({ early });
parentPort?.on("message", (calls: readonly SandboxCall[]) => parentPort?.postMessage(calls.map(run)));
