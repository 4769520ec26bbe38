import { PlacedError } from "../stream/crossing-error.ts";
import type { Passing } from "../stream/guest-parameter.ts";

/** JavaScript text of a user function, an expression or a body [SB11]: a field of an operator's configuration. */
export interface FunctionSource {
  /** Configuration field the text comes from, for messages. */
  readonly field: string;
  readonly source: string;
  readonly parameters: readonly string[];
}

/** A user function: called with plain values, synchronous, gives a plain value. */
export type UserFunction = (...args: readonly unknown[]) => unknown;

/** What becomes of results and errors, inside the one guard that each call has in any case: a second one would cost throughput. */
export interface CallGuard {
  /** By argument. Absent, or no entry: the function gets the argument itself. */
  readonly pass?: readonly (Passing | undefined)[];
  /** Checks a result and makes of it what is wanted. What it throws is an error of the function. */
  readonly convert?: ((result: unknown) => unknown) | undefined;
  /** The error to throw in place of `error`, which came of a call with `args`. */
  readonly attribute?: (error: unknown, args: readonly unknown[]) => Error;
}

/** Something wrong in the text of a function. Lines and columns count from 1 in the author's text. */
export interface FunctionProblem {
  /** Stable name of the rule, e.g. "function.free-name"; also the key of the translated message. */
  readonly code: string;
  readonly message: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly line: number;
  readonly column: number;
}

/** A user function that does not compile, or that threw. `line` and `column` (from 1) are there when they are known. */
export class FunctionError extends PlacedError {
  override readonly name = "FunctionError";
  readonly field: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** Told apart from what a guest throws without asking it. */
  readonly #genuine = true;

  static is(error: unknown): error is FunctionError {
    return typeof error === "object" && error !== null && #genuine in error && error.#genuine;
  }

  constructor(
    message: string,
    place: { readonly field: string; readonly line?: number | undefined; readonly column?: number | undefined },
  ) {
    super(message);
    this.field = place.field;
    this.line = place.line;
    this.column = place.column;
  }
}
