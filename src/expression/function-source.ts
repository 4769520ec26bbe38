import { PlacedError } from "../stream/crossing-error.ts";

/**
 * JavaScript text of a user function, an expression or a body [SB11]: a field of an operator's configuration. Same shape as
 * `runtime/environment.ts` hands in.
 */
export interface FunctionSource {
  /** Configuration field the text comes from, for messages. */
  readonly field: string;
  readonly source: string;
  readonly parameters: readonly string[];
}

/** A user function: called with plain values, synchronous, gives a plain value. */
export type UserFunction = (...args: readonly unknown[]) => unknown;

/** How an argument crosses to a function. */
export interface Passing {
  /** Makes what the function gets; the host keeps the argument. */
  readonly copy: (argument: unknown) => unknown;
  /**
   * Of a row: its fields with values that nobody can change. A function that only reads such fields, and never has the row itself,
   * may read them in the argument.
   */
  readonly plainFields?: ReadonlySet<string>;
  /** True when all its fields are such. */
  readonly isPlain?: boolean;
}

/** What becomes of results and errors of a function. Same shape as `runtime/environment.ts` hands in. */
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
