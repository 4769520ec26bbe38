import type { OperatorFunction, OperatorFunctions } from "./api.ts";
import type { FunctionCompiler } from "./environment.ts";
import type { GuestParameter } from "../stream/guest-parameter.ts";
import type { Row } from "../stream/row.ts";
import { failedRecords } from "./failed-record.ts";
import { type FailedRecord, type FailingOperator, OperatorError } from "./task-failure.ts";

/** The compiler of one operator: an error of a function or of its result says whose function it was and what record it was given. */
export function attributedFunctions(functions: FunctionCompiler, operator: FailingOperator): OperatorFunctions {
  return {
    compile<Result>({ field, source, parameters }: OperatorFunction, convert: (result: unknown) => Result) {
      const recordOf = recordIn(parameters);
      const attribute = (error: unknown, args: readonly unknown[]): OperatorError =>
        OperatorError.is(error) ? error : new OperatorError(operator, recordOf(args), error);
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

/** The last argument that is a record of the host: of two, the new one. The function never had it, so it is as it was. */
function recordIn(parameters: readonly GuestParameter[]): (args: readonly unknown[]) => FailedRecord | undefined {
  const at = parameters.findLastIndex(({ schema }) => schema !== undefined && schema.fields.length > 0);
  const schema = parameters[at]?.schema;
  if (schema === undefined) return () => undefined;
  const record = failedRecords(schema);
  return (args) => (args[at] === undefined || args[at] === null ? undefined : record(args[at] as Row));
}
