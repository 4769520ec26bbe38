import { rowLogText } from "../stream/row-text.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { Row } from "../stream/row.ts";
import type { FunctionCompiler } from "./environment.ts";
import { OperatorError } from "./task-failure.ts";

type UserFunction = (...args: readonly unknown[]) => unknown;

/** The compiler of one operator: what its functions throw says whose function it was and what record it was given. */
export function attributedFunctions(
  functions: FunctionCompiler,
  operatorName: string,
  inputSchemas: readonly Schema[],
): FunctionCompiler {
  const attribute = (error: unknown, argument: unknown): OperatorError =>
    error instanceof OperatorError ? error : new OperatorError(operatorName, textOf(argument, inputSchemas), error);
  return {
    compile(source) {
      try {
        return functions.compileAttributed?.(source, attribute) ?? guarded(functions.compile(source), attribute);
      } catch (error) {
        throw attribute(error, undefined);
      }
    },
  };
}

/** For compilers that leave the guarding to others. */
function guarded(compiled: UserFunction, attribute: (error: unknown, argument: unknown) => Error): UserFunction {
  return (...args) => {
    try {
      return compiled(...args);
    } catch (error) {
      throw attribute(error, args[0]);
    }
  };
}

/** Text of the first input whose record it may be. A description must not fail, so one that does not fit is left out. */
function textOf(argument: unknown, schemas: readonly Schema[]): string | undefined {
  const schema = schemas.find(({ fields }) => isRowOf(argument, fields));
  if (schema === undefined || !isRowOf(argument, schema.fields)) return undefined;
  return rowLogText(schema)(argument);
}

function isRowOf(argument: unknown, fields: Schema["fields"]): argument is Row {
  if (typeof argument !== "object" || argument === null || fields.length === 0) return false;
  return fields.every(({ name }) => Object.hasOwn(argument, name));
}
