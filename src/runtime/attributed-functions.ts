import { rowLogText } from "../stream/row-text.ts";
import type { Row } from "../stream/row.ts";
import type { OperatorFunction, OperatorFunctions } from "./api.ts";
import type { FunctionCompiler } from "./environment.ts";
import type { GuestParameter } from "../stream/guest-parameter.ts";
import { OperatorError } from "./task-failure.ts";

/** The compiler of one operator: an error of a function or of its result says whose function it was and what record it was given. */
export function attributedFunctions(functions: FunctionCompiler, operatorName: string): OperatorFunctions {
  return {
    compile<Result>({ field, source, parameters }: OperatorFunction, convert: (result: unknown) => Result) {
      const recordOf = recordText(parameters);
      const attribute = (error: unknown, args: readonly unknown[]): OperatorError =>
        OperatorError.is(error) ? error : new OperatorError(operatorName, recordOf(args), error);
      try {
        const names = parameters.map(({ name }) => name);
        const guard = { attribute, convert, pass: parameters.map(({ pass }) => pass) };
        return functions.compile({ field, source, parameters: names }, guard) as (...args: readonly unknown[]) => Result;
      } catch (error) {
        throw attribute(error, []);
      }
    },
  };
}

/** Text of the last argument that is a record of the host: of two, the new one. The function never had it, so it is as it was. */
function recordText(parameters: readonly GuestParameter[]): (args: readonly unknown[]) => string | undefined {
  const at = parameters.findLastIndex(({ schema }) => schema !== undefined && schema.fields.length > 0);
  const schema = parameters[at]?.schema;
  if (schema === undefined) return () => undefined;
  const text = rowLogText(schema);
  return (args) => (args[at] === undefined || args[at] === null ? undefined : text(args[at] as Row));
}
