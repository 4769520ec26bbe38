import { parse, parseExpressionAt, tokenizer, type Node } from "acorn";
import type { FunctionProblem } from "./function-source.ts";

/** An expression gives its value; a body gives its result with `return`. */
export type FunctionForm = "expression" | "body";

export interface ParsedFunction {
  readonly form: FunctionForm;
  readonly tree: Node;
}

/** Parentheses are kept, so that the end of an expression in parentheses is behind them. */
const options = { ecmaVersion: "latest", sourceType: "module", preserveParens: true } as const;

/**
 * [SB11] The one rule for every text of a user function: what parses as one expression is an expression, anything else is a body.
 * So `{ a: 1 }` is an object, and a text with a statement in it is a body. Of a text that is neither, the parser that got further
 * tells what is wrong.
 */
export function parseFunction(source: string): ParsedFunction | FunctionProblem {
  const expression = parseExpression(source);
  if ("form" in expression) return expression;
  const body = parseBody(source);
  if ("form" in body) return body;
  const isFurther = body.line > expression.line || (body.line === expression.line && body.column > expression.column);
  return isFurther ? body : expression;
}

/** Form of a text that may be wrong: a text that does not parse counts as a body. */
export function formOf(source: string): FunctionForm {
  const parsed = parseFunction(source);
  return "form" in parsed ? parsed.form : "body";
}

function parseExpression(source: string): ParsedFunction | FunctionProblem {
  try {
    const tree = parseExpressionAt(source, 0, options);
    const rest = tokenizer(" ".repeat(tree.end) + source.slice(tree.end), options).getToken();
    if (rest.type.label === "eof") return { form: "expression", tree };
    return syntaxProblem(source, rest.start, `the expression ends in front of "${source.slice(rest.start, rest.end)}"`);
  } catch (error) {
    return problemOf(error, source);
  }
}

function parseBody(source: string): ParsedFunction | FunctionProblem {
  try {
    return { form: "body", tree: parse(source, { ...options, allowReturnOutsideFunction: true }) };
  } catch (error) {
    return problemOf(error, source);
  }
}

function problemOf(error: unknown, source: string): FunctionProblem {
  if (!(error instanceof SyntaxError)) throw error;
  const position = "pos" in error && typeof error.pos === "number" ? error.pos : 0;
  return syntaxProblem(source, position, error.message.replace(/ \(\d+:\d+\)$/, ""));
}

const syntaxProblem = (source: string, position: number, message: string): FunctionProblem => ({
  code: "function.syntax",
  message,
  values: { message },
  ...placeOf(source, position),
});

/** Line and column, from 1, of a position in a text. */
export function placeOf(source: string, position: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, position).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
