import { formOf } from "../parse-function.ts";
import type { FunctionSource, UserFunction } from "../function-source.ts";

/** Functions without any wall: for tests that run many jobs in one thread, and as the control of the escape table. Never shipped. */
export const plainFunctions = {
  compile({ source, parameters }: FunctionSource): UserFunction {
    const body = formOf(source) === "expression" ? `return (\n${source}\n);` : source;
    return new Function(...parameters, body) as UserFunction;
  },
};
