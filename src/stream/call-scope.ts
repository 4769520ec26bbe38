/**
 * [SB8] What a user function may use only while it runs: `collect`, `ctx.timer`, a state handle. A function that keeps it and calls it
 * later (from a getter of a row it returned, or from a promise) is refused.
 */
export interface CallScope {
  /** `action` as the function gets it: throws outside the call. */
  guard<Arguments extends readonly unknown[], Result>(action: (...args: Arguments) => Result): typeof action;
  /** To be called right before the function, and `leave` right after it, also when it throws. */
  enter(): void;
  leave(): void;
}

export function callScope(): CallScope {
  let inside = false;
  const guard = <Arguments extends readonly unknown[], Result>(action: (...args: Arguments) => Result): typeof action => {
    const guarded = (...args: Arguments): Result => {
      if (!inside) throw new TypeError("collect and ctx can be used only during the call of the function");
      return action(...args);
    };
    return Object.freeze(guarded);
  };
  return {
    guard,
    enter: () => {
      inside = true;
    },
    leave: () => {
      inside = false;
    },
  };
}
