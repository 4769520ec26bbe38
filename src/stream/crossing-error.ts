import { ConformError } from "./conform-error.ts";
import { describeThrown } from "./describe-value.ts";

/** An error that says already where it happened: whoever passes it on adds nothing. */
export class PlacedError extends Error {
  /** Told apart from what a guest throws without asking it. */
  readonly #placed = true;

  static isPlaced(error: unknown): error is PlacedError {
    return typeof error === "object" && error !== null && #placed in error && error.#placed;
  }
}

/** Errors as functions got them, and what they stand for. */
const originals = new WeakMap<object, unknown>();

/**
 * `error`, which the host threw inside `collect` or `ctx`, as a function of a person may have it: a frozen error of the language's own
 * class that says the same and leads to nothing of the host's: no class, no cause, no record of another operator. [SB45]
 */
export function crossingError(error: unknown): Error {
  const plain = Object.freeze(new TypeError(describeThrown(error).text));
  originals.set(plain, error);
  return plain;
}

/** What a thrown value stands for, when a function threw on what `crossingError` had given it; else the value itself. */
export function originalError(thrown: unknown): unknown {
  return typeof thrown === "object" && thrown !== null && originals.has(thrown) ? originals.get(thrown) : thrown;
}

/** What a function gets of an error that came up while its values were read: those of its own getters are its own. */
export const readingError = (error: unknown): unknown => (ConformError.is(error) ? crossingError(error) : error);
