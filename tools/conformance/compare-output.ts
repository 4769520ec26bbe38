import { isDeepStrictEqual } from "node:util";
import { compareErrors, operatorErrors } from "./error-kind.ts";
import type { Output } from "./keyed-operator.ts";

/**
 * Compares the outputs of one step, of which `any` elements may come in any order; undefined when they are
 * the same.
 */
export function compareStep(expected: readonly Output[], actual: readonly Output[]): string | undefined {
  const refused = errorIn(expected);
  if (refused !== undefined) {
    const error = errorIn(actual);
    return error === undefined ? `${refused} was expected` : compareErrors(operatorErrors, refused, error);
  }
  let at = 0;
  for (const output of expected) {
    const count = "any" in output ? output.any.length : 1;
    const taken = actual.slice(at, at + count);
    at += count;
    const wanted = "any" in output ? sorted(output.any) : [output];
    const found = "any" in output ? sorted(taken) : taken;
    if (!isDeepStrictEqual(wanted, found))
      return `${JSON.stringify(wanted)} was expected, ${JSON.stringify(found)} came`;
  }
  return at === actual.length ? undefined : `not expected: ${JSON.stringify(actual.slice(at))}`;
}

function errorIn(outputs: readonly Output[]): string | undefined {
  return outputs.map((output) => ("error" in output ? output.error : undefined)).find((error) => error !== undefined);
}

/** By (JSON text of the key, timestamp), stably. */
function sorted(outputs: readonly Output[]): readonly Output[] {
  const keyOf = (output: Output): readonly [string, number] => {
    if (!("r" in output)) return ["", 0];
    const time =
      output.t === undefined || output.t === "min" ? -Infinity : output.t === "max" ? Infinity : output.t;
    return [Array.isArray(output.r) ? JSON.stringify(output.r[0]) : "null", time];
  };
  return outputs.toSorted((left, right) => {
    const [leftKey, leftTime] = keyOf(left);
    const [rightKey, rightTime] = keyOf(right);
    if (leftKey !== rightKey) return leftKey < rightKey ? -1 : 1;
    return leftTime === rightTime ? 0 : leftTime - rightTime;
  });
}

/** Compares two scripts' outputs step by step and names the first step that differs. */
export function compareScript(
  expected: readonly (readonly Output[])[],
  actual: readonly (readonly Output[])[],
): string | undefined {
  for (const [step, outputs] of expected.entries()) {
    const difference = compareStep(outputs, actual[step] ?? []);
    if (difference !== undefined) return `  step ${step}: ${difference}`;
  }
  return expected.length === actual.length
    ? undefined
    : `  ${expected.length} steps were expected, ${actual.length} came`;
}
