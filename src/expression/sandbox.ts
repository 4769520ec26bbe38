import { deterministicGlobals } from "./deterministic-globals.ts";
import "ses";
import { functionGlobals } from "./function-globals.ts";
import { type CallGuard, FunctionError, type FunctionSource, type UserFunction } from "./function-source.ts";
import type { Passing } from "../stream/guest-parameter.ts";
import { ownCopy } from "../stream/own-copy.ts";
import { ConformError } from "../stream/conform.ts";
import { originalError, PlacedError } from "../stream/crossing-error.ts";
import { textCodecs } from "./text-codecs.ts";
import { hasAsync } from "./async-syntax.ts";
import { lintParsed } from "./lint.ts";
import { fieldReads, needsCopy } from "./field-reads.ts";
import { formOf, parseFunction, type FunctionParse } from "./parse-function.ts";
import { describeThrown } from "../stream/describe-value.ts";
import { placeOfThrown } from "./thrown-place.ts";

/**
 * The language wall: the only module that turns text into a function. Importing it and calling `lockDown` changes this thread's
 * intrinsics for good, so only threads that run user functions load it.
 */
let compartment: Compartment | undefined;

/** [SB2] Freezes this thread's intrinsics and makes its one compartment. To be called after the runtime's modules are loaded. */
export function lockDown(): void {
  if (compartment !== undefined) return;
  const timeless = deterministicGlobals();
  // [SB47] The last maker of promises that is no name of its own.
  Reflect.deleteProperty(Array, "fromAsync");
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
  const made = new Compartment({ ...timeless, ...textCodecs() });
  for (const name of Reflect.ownKeys(made.globalThis)) {
    if (typeof name === "string" && functionGlobals.has(name)) continue;
    Reflect.deleteProperty(made.globalThis, name);
  }
  // [SB3] Only a global that is frozen before the first `evaluate` is bound as constants; else every free name is up to 28 times slower.
  harden(made.globalThis);
  compartment = made;
}

/**
 * [SB1] Compiles a user function. Throws `FunctionError` when it does not parse or uses a name that is not there. What a call throws is
 * a `FunctionError`, or what `guard` makes of it.
 */
export function compileFunction(source: FunctionSource, guard: CallGuard = {}): UserFunction {
  // Parsed once: in a thread that has just started the parser is slow, and a job waits for its first functions.
  const parsed = parseFunction(source.source);
  const [problem] = lintParsed(parsed, source);
  if (problem) throw new FunctionError(problem.message, { field: source.field, line: problem.line, column: problem.column });
  return compileInCompartment(source, parsed, guard);
}

/** Makers of functions as operators see it (`FunctionCompiler` of `runtime/environment.ts`). */
export const sandboxedFunctions: { compile(source: FunctionSource, guard?: CallGuard): UserFunction } = { compile: compileFunction };

let made = 0;

/** `compileFunction` without the editor's checks: what is left is the wall itself. */
export function compileInCompartment(source: FunctionSource, parsed: FunctionParse, guard: CallGuard = {}): UserFunction {
  if (compartment === undefined) throw new Error("[SB2] user function compiled before lockDown()");
  const { field, parameters } = source;
  if ("tree" in parsed && hasAsync(parsed.tree)) {
    throw new FunctionError("functions are synchronous: async and await do not work here", { field });
  }
  made += 1;
  const place = `weir-function-${made}`;
  const body = formOf(parsed) === "expression" ? `return (\n${source.source}\n);` : `\n${source.source}\n`;
  let guest: unknown;
  try {
    guest = compartment.evaluate(`(function (${parameters.join(", ")}) {${body}})\n//# sourceURL=${place}`);
  } catch (thrown) {
    throw new FunctionError(describeThrown(thrown).message, { field });
  }
  if (typeof guest !== "function") throw new FunctionError("this is not one function", { field });
  const fail: Fail = (thrown, args) => {
    const original = originalError(thrown);
    const error = PlacedError.isPlaced(original) ? original : failure(original, field, place);
    return guard.attribute === undefined ? error : guard.attribute(error, args);
  };
  const take = ownCopy(taking)(guard.convert ?? unchanged, promiseRefusal);
  return guarded(guest as UserFunction, parameters.length, { take, fail, pass: copiesOf(parsed, parameters, guard.pass ?? []) });
}

/** [SB41] Only what a function may have as an object is copied. */
function copiesOf(
  parsed: FunctionParse,
  parameters: readonly string[],
  passing: readonly (Passing | undefined)[],
): Guards["pass"] {
  return parameters.map((name, at) => {
    const pass = passing[at];
    if (pass === undefined || !("tree" in parsed)) return pass?.copy;
    return needsCopy(fieldReads(parsed.tree, name), pass) ? pass.copy : undefined;
  });
}

type Fail = (thrown: unknown, args: readonly unknown[]) => Error;

interface Guards {
  /** By argument; none where it crosses as it is. */
  readonly pass: readonly (((argument: unknown) => unknown) | undefined)[];
  readonly take: (result: unknown) => unknown;
  readonly fail: Fail;
}

const unchanged = (result: unknown): unknown => result;

const promiseRefusal = (): Error => new TypeError("functions are synchronous: this one returned a promise");

/** [SB8] A promise that a function returns is a failure; anything else is converted. */
const taking =
  (convert: (result: unknown) => unknown, refusal: () => Error) =>
  (result: unknown): unknown => {
    if (result instanceof Promise) throw refusal();
    return convert(result);
  };

/** The only guard around a call: the engine inlines a chain of operators up to a length that a second one would use up. */
const guardingOne =
  (guest: UserFunction, pass: (argument: unknown) => unknown, take: Guards["take"], fail: Fail): UserFunction =>
  (a) => {
    try {
      return take(guest(pass(a)));
    } catch (thrown) {
      throw fail(thrown, [a]);
    }
  };

/** A function by its number of parameters, so that no call builds an array. */
function guarded(guest: UserFunction, parameters: number, { pass, take, fail }: Guards): UserFunction {
  const [first = unchanged, second = unchanged, third = unchanged] = pass;
  switch (parameters) {
    case 1:
      return ownCopy(guardingOne)(guest, first, take, fail);
    case 2:
      return (a, b) => {
        try {
          return take(guest(first(a), second(b)));
        } catch (thrown) {
          throw fail(thrown, [a, b]);
        }
      };
    case 3:
      return (a, b, c) => {
        try {
          return take(guest(first(a), second(b), third(c)));
        } catch (thrown) {
          throw fail(thrown, [a, b, c]);
        }
      };
    default:
      return (...args) => {
        try {
          return take(guest(...args.map((argument, at) => (pass[at] ?? unchanged)(argument))));
        } catch (thrown) {
          throw fail(thrown, args);
        }
      };
  }
}

function failure(thrown: unknown, field: string, script: string): FunctionError {
  const { message, text } = describeThrown(thrown);
  const place = placeOfThrown(thrown, script);
  // What the runtime itself says of a value needs no name of a class in front. The author's text begins on the second line of what was
  // evaluated.
  return new FunctionError(ConformError.is(thrown) ? text : message, { field, ...(place && { ...place, line: place.line - 1 }) });
}
