import { storageFailureText } from "../base/lookup.ts";
import type { StorageFailure } from "../base/lookup.ts";
import { PlacedError } from "../stream/crossing-error.ts";

/** Storage failed under a task: it fails with it, and goes back to its newest checkpoint. */
export class StorageError extends PlacedError {
  override readonly name = "StorageError";
  readonly failure: StorageFailure;
  /** Told apart from what a guest throws without asking it. */
  readonly #genuine = true;

  constructor(failure: StorageFailure) {
    super(storageFailureText(failure));
    this.failure = failure;
  }

  static is(error: unknown): error is StorageError {
    return typeof error === "object" && error !== null && #genuine in error && error.#genuine;
  }
}
