import { isGenuineError } from "../stream/describe-value.ts";

/** Where the engine keeps a new error's stack: an accessor or a data property, told apart from one that a guest put there. */
const engineStackGetter = Object.getOwnPropertyDescriptor(new Error("probe"), "stack")?.get;
const stackMax = 65_536;

/**
 * Line and column at which code of the script `script` threw, as the engine noted them when the error was made. For locked threads only:
 * there the engine's text of a stack holds nothing that a guest could have made. [SB9]
 */
export function placeOfThrown(thrown: unknown, script: string): { readonly line: number; readonly column: number } | undefined {
  try {
    if (typeof thrown !== "object" || thrown === null || !isGenuineError(thrown)) return undefined;
    const own = Object.getOwnPropertyDescriptor(thrown, "stack");
    if (own === undefined || own.get !== engineStackGetter) return undefined;
    const ofLockedThread: unknown = Reflect.get(globalThis, "getStackString");
    const stack: unknown = typeof ofLockedThread === "function" ? ofLockedThread(thrown) : undefined;
    // Names of functions stand in it, and may be of any length.
    if (typeof stack !== "string" || stack.length > stackMax) return undefined;
    const frame = new RegExp(`${script}:(\\d+):(\\d+)`).exec(stack);
    return frame ? { line: Number(frame[1]), column: Number(frame[2]) } : undefined;
  } catch {
    // The stack overflowed, or memory ended: the failure is told without its place.
    return undefined;
  }
}
