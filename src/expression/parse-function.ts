import { parse, parseExpressionAt, tokenizer, type Node } from "acorn";
import { excerpt } from "../base/excerpt.ts";
import { functionLimits } from "./function-limits.ts";
import type { FunctionProblem } from "./function-source.ts";
import { nodeBelow } from "./syntax-tree.ts";

/** An expression gives its value; a body gives its result with `return`. */
export type FunctionForm = "expression" | "body";

export interface ParsedFunction {
  readonly form: FunctionForm;
  readonly tree: Node;
}

/** What a text parses to: a function, or what is wrong with it. */
export type FunctionParse = ParsedFunction | FunctionProblem;

/** Parentheses are kept, so that the end of an expression in parentheses is behind them. */
const options = { ecmaVersion: "latest", sourceType: "module", preserveParens: true } as const;

/**
 * [SB11] The one rule for every text of a user function: what parses as one expression is an expression, anything else is a body.
 * So `{ a: 1 }` is an object, and a text with a statement in it is a body. Of a text that is neither, the parser that got further
 * tells what is wrong. A text beyond `functionLimits` is not looked at.
 */
export function parseFunction(source: string): FunctionParse {
  if (source.length > functionLimits.characters) return tooLong(source.length);
  const parsed = parseEither(source);
  const deep = "form" in parsed ? nodeBelow(parsed.tree, functionLimits.depth) : undefined;
  return deep === undefined ? parsed : tooDeep(source, deep.start);
}

function parseEither(source: string): FunctionParse {
  const expression = parseExpression(source);
  if ("form" in expression) return expression;
  if (expression.code === tooDeepCode) return expression;
  const body = parseBody(source);
  if ("form" in body || body.code === tooDeepCode) return body;
  const isFurther = body.line > expression.line || (body.line === expression.line && body.column > expression.column);
  return isFurther ? body : expression;
}

/** Form of a text that may be wrong: a text that does not parse counts as a body. */
export const formOf = (parsed: FunctionParse): FunctionForm => ("form" in parsed ? parsed.form : "body");

function parseExpression(source: string): FunctionParse {
  try {
    const tree = parseExpressionAt(source, 0, options);
    const rest = tokenizer(" ".repeat(tree.end) + source.slice(tree.end), options).getToken();
    if (rest.type.label === "eof") return { form: "expression", tree };
    return syntaxProblem(source, rest.start, `the expression ends in front of "${excerpt(source.slice(rest.start, rest.end), 60)}"`);
  } catch (error) {
    return problemOf(error, source);
  }
}

function parseBody(source: string): FunctionParse {
  try {
    return { form: "body", tree: parse(source, { ...options, allowReturnOutsideFunction: true }) };
  } catch (error) {
    return problemOf(error, source);
  }
}

function problemOf(error: unknown, source: string): FunctionProblem {
  // The parser goes down with each level of nesting: its stack was not enough, and it may say so itself.
  const isDeep = error instanceof Error && (error instanceof RangeError || error.message.startsWith("Not enough stack space"));
  if (isDeep) return tooDeep(source, 0);
  if (!(error instanceof SyntaxError)) throw error;
  const position = "pos" in error && typeof error.pos === "number" ? error.pos : 0;
  return syntaxProblem(source, position, excerpt(error.message.replace(/ \(\d+:\d+\)$/, ""), 300));
}

const tooDeepCode = "function.too-deep";

function tooLong(characters: number): FunctionProblem {
  const limit = functionLimits.characters;
  const message = `the function has ${characters} characters, more than ${limit}: do less in it, or split it over several operators`;
  return { code: "function.too-long", message, values: { characters, limit }, line: 1, column: 1 };
}

function tooDeep(source: string, position: number): FunctionProblem {
  const limit = functionLimits.depth;
  const message = `the function is nested deeper than ${limit} levels of brackets and operators: name parts of it with const`;
  return { code: tooDeepCode, message, values: { limit }, ...lineAndColumn(source, position) };
}

const syntaxProblem = (source: string, position: number, message: string): FunctionProblem => ({
  code: "function.syntax",
  message,
  values: { message },
  ...lineAndColumn(source, position),
});

/** Line and column, from 1, of a position in a text. */
export function lineAndColumn(source: string, position: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, position).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
