import { parse, parseExpressionAt, tokenizer, type Node } from "acorn";
import { freeNames } from "./free-names.ts";
import { functionGlobals, replacements } from "./function-globals.ts";
import type { FunctionProblem, FunctionSource } from "./function-source.ts";
import { children, isIdentifier } from "./syntax-tree.ts";

/** Names of the fields of those parameters that are rows, by parameter. Fields of other parameters are not checked. */
export type RowFields = Readonly<Record<string, readonly string[]>>;

/**
 * [SB6] Checks the text of a user function without running it: syntax, names that are not there, fields that the input row does not
 * have. For the person who types it; the wall is the compartment, not this.
 */
export function lintFunction(source: FunctionSource, rows: RowFields = {}): readonly FunctionProblem[] {
  const tree = parseFunction(source.source, source.form);
  if ("code" in tree) return [tree];
  const problems = [...forbiddenText(source.source)];
  const at = (node: Node, code: string, message: string, values: FunctionProblem["values"]): void => {
    problems.push({ code, message, values, ...placeOf(source.source, node.start) });
  };
  for (const node of freeNames(tree, source.parameters)) {
    if (functionGlobals.has(node.name)) continue;
    const advice = Object.hasOwn(replacements, node.name) ? `: ${replacements[node.name]}` : "";
    at(node, "function.free-name", `${node.name} is not available in a function${advice}`, { name: node.name });
  }
  visit(tree, (node) => {
    if (node.type === "ImportExpression" || node.type === "MetaProperty") at(node, "function.import", "functions cannot import", {});
    if (node.type === "AwaitExpression" || ("async" in node && node.async === true)) {
      at(node, "function.async", "functions are synchronous: async and await do not work here", {});
    }
    const access = fieldAccess(node);
    const fields = access && Object.hasOwn(rows, access.object) ? rows[access.object] : undefined;
    if (access && fields && !fields.includes(access.field) && access.field !== "$kind") {
      const { object, field } = access;
      at(node, "function.field-unknown", `${object} has no field ${field}; it has ${fields.join(", ")}`, { object, field });
    }
  });
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

function parseFunction(source: string, form: FunctionSource["form"]): Node | FunctionProblem {
  // Parentheses are kept, so that the end of an expression in parentheses is behind them.
  const options = { ecmaVersion: "latest", sourceType: "module", preserveParens: true } as const;
  try {
    if (form === "body") {
      const program = parse(source, { ...options, allowReturnOutsideFunction: true });
      const declaration = program.body.find((node) => /^(?:Import|Export)/.test(node.type));
      return declaration ? problem(source, declaration.start, "functions cannot import or export") : program;
    }
    const expression = parseExpressionAt(source, 0, options);
    // Without its parentheses the expression seems to end in front of the last of them.
    const { end } = parseExpressionAt(source, 0, { ...options, preserveParens: true });
    const rest = tokenizer(" ".repeat(end) + source.slice(end), options).getToken();
    if (rest.type.label === "eof") return expression;
    return problem(source, rest.start, `one expression was expected, but it goes on with "${source.slice(rest.start, rest.end)}"`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = "pos" in error && typeof error.pos === "number" ? error.pos : 0;
    return problem(source, position, error.message.replace(/ \(\d+:\d+\)$/, ""));
  }
}

const problem = (source: string, position: number, message: string): FunctionProblem => ({
  code: "function.syntax",
  message,
  values: { message },
  ...placeOf(source, position),
});

function placeOf(source: string, position: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, position).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** Text that the compartment refuses wherever it stands, in strings and comments too, because parsers disagree about it. */
function* forbiddenText(source: string): Iterable<FunctionProblem> {
  for (const match of source.matchAll(/<!--|-->|\bimport\s*(?:\(|\/[/*])/g)) {
    const message = `the text "${match[0]}" is refused anywhere in a function, even in a string: write it in two parts`;
    yield { code: "function.text", message, values: { text: match[0] }, ...placeOf(source, match.index) };
  }
}

function visit(node: Node, enter: (node: Node) => void): void {
  enter(node);
  for (const child of children(node)) visit(child, enter);
}

function fieldAccess(node: Node): { readonly object: string; readonly field: string } | undefined {
  if (node.type !== "MemberExpression" || !("object" in node && "property" in node && "computed" in node)) return undefined;
  if (!isIdentifier(node.object)) return undefined;
  const { property } = node;
  if (!node.computed && isIdentifier(property)) return { object: node.object.name, field: property.name };
  const literal = typeof property === "object" && property !== null && "value" in property ? property.value : undefined;
  return typeof literal === "string" ? { object: node.object.name, field: literal } : undefined;
}
