import { deterministicGlobals } from "./deterministic-globals.ts";
import "ses";
import { functionGlobals } from "./function-globals.ts";
import { type Attribution, FunctionError, type FunctionSource, type UserFunction } from "./function-source.ts";
import { ownCopy } from "../stream/own-copy.ts";
import { lintFunction } from "./lint.ts";
import { formOf, type FunctionForm } from "./parse-function.ts";
import { describeThrown } from "./thrown-value.ts";

/**
 * The language wall: the only module that turns text into a function. Importing it and calling `lockDown` changes this thread's
 * intrinsics for good, so only threads that run user functions load it.
 */
let compartment: Compartment | undefined;

/** [SB2] Freezes this thread's intrinsics and makes its one compartment. To be called after the runtime's modules are loaded. */
export function lockDown(): void {
  if (compartment !== undefined) return;
  const timeless = deterministicGlobals();
  const text = { TextEncoder: globalThis.TextEncoder, TextDecoder: globalThis.TextDecoder };
  lockdown({
    errorTaming: "safe",
    overrideTaming: "min",
    localeTaming: "safe",
    consoleTaming: "unsafe",
    errorTrapping: "none",
    unhandledRejectionTrapping: "none",
    reporting: "none",
    stackFiltering: "verbose",
  });
  const made = new Compartment({ ...timeless, ...text });
  for (const name of Reflect.ownKeys(made.globalThis)) {
    if (typeof name === "string" && functionGlobals.has(name)) continue;
    Reflect.deleteProperty(made.globalThis, name);
  }
  // [SB3] Only a global that is frozen before the first `evaluate` is bound as constants; else every free name is up to 28 times slower.
  harden(made.globalThis);
  compartment = made;
}

/**
 * [SB1] Compiles a user function. Throws `FunctionError` when it does not parse or uses a name that is not there; what the function
 * throws is a `FunctionError`, or what `attribute` makes of it.
 */
export function makeFunction(source: FunctionSource, attribute?: Attribution): UserFunction {
  const [problem] = lintFunction(source);
  if (problem) throw new FunctionError(problem.message, { field: source.field, line: problem.line, column: problem.column });
  return confine(source, formOf(source.source), attribute);
}

/** Makers of functions as operators see it (`FunctionCompiler` of `runtime/environment.ts`). */
export const sandboxedFunctions: {
  compile(source: FunctionSource): UserFunction;
  compileAttributed(source: FunctionSource, attribute: Attribution): UserFunction;
} = { compile: makeFunction, compileAttributed: makeFunction };

let made = 0;

/** `makeFunction` without the editor's checks: what is left is the wall itself. */
export function confine(source: FunctionSource, form: FunctionForm, attribute?: Attribution): UserFunction {
  if (compartment === undefined) throw new Error("[SB2] user function compiled before lockDown()");
  const { field, parameters } = source;
  made += 1;
  const place = `weir-function-${made}`;
  const body = form === "expression" ? `return (\n${source.source}\n);` : `\n${source.source}\n`;
  let guest: unknown;
  try {
    guest = compartment.evaluate(`(function (${parameters.join(", ")}) {${body}})\n//# sourceURL=${place}`);
  } catch (thrown) {
    throw new FunctionError(describeThrown(thrown).message, { field });
  }
  if (typeof guest !== "function") throw new FunctionError("this is not one function", { field });
  const fail: Attribution = (thrown, argument) => {
    const error = thrown instanceof FunctionError ? thrown : failure(thrown, field, place);
    return attribute === undefined ? error : attribute(error, argument);
  };
  return guarded(guest as UserFunction, parameters.length, fail);
}

/** The only guard around a call: the engine inlines a chain of operators up to a length that a second one would use up. */
const guardingOne =
  (guest: UserFunction, take: (result: unknown) => unknown, fail: Attribution): UserFunction =>
  (a) => {
    try {
      return take(guest(a));
    } catch (thrown) {
      throw fail(thrown, a);
    }
  };

/** [SB8] A function by its number of parameters, so that no call builds an array; a promise it returns is a failure. */
function guarded(guest: UserFunction, parameters: number, fail: Attribution): UserFunction {
  const take = (result: unknown): unknown => {
    if (result instanceof Promise) throw new TypeError("functions are synchronous: this one returned a promise");
    return result;
  };
  switch (parameters) {
    case 1:
      return ownCopy(guardingOne)(guest, take, fail);
    case 2:
      return (a, b) => {
        try {
          return take(guest(a, b));
        } catch (thrown) {
          throw fail(thrown, a);
        }
      };
    default:
      return (...args) => {
        try {
          return take(guest(...args));
        } catch (thrown) {
          throw fail(thrown, args[0]);
        }
      };
  }
}

function failure(thrown: unknown, field: string, place: string): FunctionError {
  const { message, stack } = describeThrown(thrown);
  const frame = stack === undefined ? null : new RegExp(`${place}:(\\d+):(\\d+)`).exec(stack);
  // The author's text begins on the second line of the text that was evaluated.
  const where = frame ? { line: Number(frame[1]) - 1, column: Number(frame[2]) } : {};
  return new FunctionError(message, { field, ...where });
}
