import { freezeClass } from "./frozen-class.ts";

/** A value that its type does not have. The message names the value, the type and, where there is one, the field. */
export class ConformError extends Error {
  override readonly name = "ConformError";
  /** Told apart from what a guest throws without asking it. */
  readonly #genuine = true;

  static is(error: unknown): error is ConformError {
    return typeof error === "object" && error !== null && #genuine in error && error.#genuine;
  }
}
// Nothing hands one to a function as it is (`crossing-error.ts`); frozen all the same.
freezeClass(ConformError);
