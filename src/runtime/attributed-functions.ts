import { rowLogText } from "../stream/row-text.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { Row } from "../stream/row.ts";
import type { OperatorFunctions } from "./api.ts";
import type { FunctionCompiler } from "./environment.ts";
import { OperatorError } from "./task-failure.ts";

/** The compiler of one operator: an error of a function or of its result says whose function it was and what record it was given. */
export function attributedFunctions(
  functions: FunctionCompiler,
  operatorName: string,
  inputSchemas: readonly Schema[],
): OperatorFunctions {
  const attribute = (error: unknown, args: readonly unknown[]): OperatorError =>
    OperatorError.is(error) ? error : new OperatorError(operatorName, recordOf(args, inputSchemas), error);
  return {
    compile<Result>(source: Parameters<FunctionCompiler["compile"]>[0], convert?: (result: unknown) => Result) {
      try {
        return functions.compile(source, { attribute, convert }) as (...args: readonly unknown[]) => Result;
      } catch (error) {
        throw attribute(error, []);
      }
    },
  };
}

/** Text of the last argument that may be a record: of two, the new one. Left out where none fits, for a description must not fail. */
function recordOf(args: readonly unknown[], schemas: readonly Schema[]): string | undefined {
  for (const argument of args.toReversed()) {
    const schema = schemas.find(({ fields }) => isRowOf(argument, fields));
    if (schema !== undefined && isRowOf(argument, schema.fields)) return rowLogText(schema)(argument);
  }
  return undefined;
}

function isRowOf(argument: unknown, fields: Schema["fields"]): argument is Row {
  if (typeof argument !== "object" || argument === null || fields.length === 0) return false;
  return fields.every(({ name }) => Object.hasOwn(argument, name));
}
