/** Taken when the module loads, before a worker is locked down: afterwards the global one refuses. */
const FunctionConstructor = Function;

/**
 * Makes a function of generated text. Callers put nothing into `body` but their own words and numbers; names from schemas only
 * through `JSON.stringify` (docs/SPEC.md, CD3). Throws an EvalError on the page, whose policy allows no generated code.
 */
export function generatedFunction<Result>(parameters: readonly string[], body: string): (...args: readonly unknown[]) => Result {
  // Named as the runtime's own code is: a stack that a user function reads would tell the address of the worker's script instead.
  const text = `"use strict";\n${body}\n//# sourceURL=weir-runtime`;
  return new FunctionConstructor(...parameters, text) as (...args: readonly unknown[]) => Result;
}
