/**
 * Stops on a broken invariant: a defect of Weir, never a mistake of its user (those are `Diagnostic`s).
 * Kept on in production, because a stopped task is better than a wrong result. Cite the rule in the message: "[WM1] ...".
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Thrown by `assert`. A task that throws it fails with the name of the broken rule. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** For the `default` of a switch over a closed union: does not compile while a member is missing. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
