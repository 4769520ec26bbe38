import { crossingError, readingError } from "./crossing-error.ts";
import { isOverflow } from "./describe-value.ts";

/**
 * What a function of a person may do to the host while it runs: `collect`, `ctx`, state handles. One scope per function and subtask.
 *
 * Every action has two halves. `read` makes values of the host of what it is given; code of the function may run in it (getters,
 * proxies), and nothing of the host changes. `act` is the host's alone: no code of the function runs in it, so that it is never
 * entered twice, and what it throws fails the call whatever the function does with the error: it may have stopped half way, for want
 * of stack or because the task is being cancelled. An overflow of the stack fails the call in either half: where it happened depends on
 * the machine, so no result may. [SB43] [SB44] [SB25]
 */
export interface CallScope {
  /** The action as the function gets it: frozen, and refused outside the call, inside another one, and after one has failed. [SB8] */
  guard<Given, Result>(read: (a: unknown, b: unknown) => Given, act: (given: Given) => Result): (a?: unknown, b?: unknown) => Result;
  /** `guard` of an action that is given nothing. */
  action<Result>(act: () => Result): () => Result;
  /** To be called right before the function, and `leave` right after it, also when it throws. */
  enter(): void;
  leave(): void;
  /** Throws what an action failed with, though the function went on. To be called with its result, inside its guard. */
  settle(): void;
}

export function callScope(): CallScope {
  let inside = false;
  let isBusy = false;
  let hasFailed = false;
  let failure: unknown;

  const refusal = (): Error => {
    if (!inside) return new TypeError("collect and ctx can be used only during the call of the function");
    if (hasFailed) return crossingError(failure);
    return new TypeError("collect and ctx cannot be used while they read a value they were given: read it before");
  };

  const guard = <Given, Result>(
    read: (a: unknown, b: unknown) => Given,
    act: (given: Given) => Result,
  ): ((a?: unknown, b?: unknown) => Result) =>
    Object.freeze((a?: unknown, b?: unknown): Result => {
      if (!inside || isBusy || hasFailed) throw refusal();
      let isActing = false;
      isBusy = true;
      try {
        const given = read(a, b);
        isActing = true;
        return act(given);
      } catch (error) {
        // Before anything that takes stack: there may be none left.
        hasFailed = true;
        failure = error;
        if (isActing || isOverflow(error)) throw crossingError(error);
        hasFailed = false;
        failure = undefined;
        throw readingError(error);
      } finally {
        isBusy = false;
      }
    });

  return {
    guard,
    action: (act) => guard(nothing, act),
    enter: () => {
      inside = true;
      hasFailed = false;
      failure = undefined;
    },
    leave: () => {
      inside = false;
    },
    settle: () => {
      if (hasFailed) throw failure;
    },
  };
}

const nothing = (): undefined => undefined;
