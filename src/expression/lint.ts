import type { Node } from "acorn";
import { excerpt, excerptList } from "../base/excerpt.ts";
import { isAsync } from "./async-syntax.ts";
import { freeNames } from "./free-names.ts";
import { functionLimits } from "./function-limits.ts";
import { functionGlobals, replacements } from "./function-globals.ts";
import type { FunctionProblem, FunctionSource } from "./function-source.ts";
import { parseFunction, lineAndColumn, type FunctionParse, type ParsedFunction } from "./parse-function.ts";
import { wrongResults, type FieldKinds } from "./result-type.ts";
import { children, isIdentifier } from "./syntax-tree.ts";

/** Names of the fields of those parameters that are rows, by parameter. Fields of other parameters are not checked. */
export type RowFields = Readonly<Record<string, readonly string[]>>;

/** What the place of a function asks of it, as far as it is known. */
export interface FunctionUse {
  readonly rows?: RowFields;
  /** What its value has to be, and what is known of the fields of its rows. */
  readonly wants?: "boolean" | "number";
  readonly kinds?: FieldKinds;
  /** True: its value is what counts. False: only what it does with its parameters. */
  readonly givesValue?: boolean;
}

const moduleSyntax = /^(?:Import(?:Expression|Declaration)|Export\w+|MetaProperty)$/;

type Report = (node: Node, code: string, message: string, values: FunctionProblem["values"]) => void;

/**
 * [SB6] Checks the text of a user function without running it: syntax, names that are not there, fields that the input row does not
 * have, a result that is never given or never used. For the person who types it; the wall is the compartment, not this.
 */
export function lintFunction(source: FunctionSource, use: FunctionUse = {}): readonly FunctionProblem[] {
  return lintParsed(parseFunction(source.source), source, use);
}

/** `lintFunction` of a text that was parsed already. */
export function lintParsed(parsed: FunctionParse, source: FunctionSource, use: FunctionUse = {}): readonly FunctionProblem[] {
  if ("code" in parsed) return [parsed];
  const problems: FunctionProblem[] = [];
  // Finding a place takes a look at the whole text: enough problems are enough.
  const isFull = (): boolean => problems.length >= functionLimits.problems;
  for (const problem of forbiddenText(source.source)) {
    if (isFull()) break;
    problems.push(problem);
  }
  const report: Report = (node, code, message, values) => {
    if (!isFull()) problems.push({ code, message, values, ...lineAndColumn(source.source, node.start) });
  };
  checkNames(parsed.tree, source.parameters, report);
  checkResult(parsed, use, report);
  checkKind(parsed, use, report);
  visit(parsed.tree, (node) => {
    if (moduleSyntax.test(node.type)) report(node, "function.import", "functions cannot import or export", {});
    if (isAsync(node)) {
      report(node, "function.async", "functions are synchronous: async and await do not work here", {});
    }
    checkField(node, use.rows ?? {}, report);
  });
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

function checkNames(tree: Node, parameters: readonly string[], report: Report): void {
  for (const node of freeNames(tree, parameters)) {
    if (functionGlobals.has(node.name)) continue;
    const advice = Object.hasOwn(replacements, node.name) ? `: ${replacements[node.name]}` : "";
    const name = excerpt(node.name, 60);
    report(node, "function.free-name", `${name} is not available in a function${advice}`, { name });
  }
}

function checkField(node: Node, rows: RowFields, report: Report): void {
  const access = fieldAccess(node);
  const fields = access && Object.hasOwn(rows, access.object) ? rows[access.object] : undefined;
  if (!access || !fields || fields.includes(access.field) || access.field === "$kind") return;
  const { object } = access;
  const field = excerpt(access.field, 60);
  report(node, "function.field-unknown", `${object} has no field ${field}; it has ${excerptList(fields)}`, { object, field });
}

/** Mistakes of someone who took one form for the other. [SB11] */
function checkResult({ form, tree }: ParsedFunction, { givesValue }: FunctionUse, report: Report): void {
  if (form === "expression" && isFunction(tree)) {
    const message = "this gives a function and never calls it: write only what is inside it, the parameters are there already";
    report(tree, "function.not-called", message, {});
  } else if (form === "body" && givesValue === true && !returnsValue(tree)) {
    report(tree, "function.no-return", "this is a body, and a body gives its result with return", {});
  } else if (form === "expression" && givesValue === false && !callsSomething(tree)) {
    report(tree, "function.no-effect", "the value of this expression is not used: call collect or ctx", {});
  }
}

/** A result that is certainly of another kind would fail the first record. [UI108] */
function checkKind(parsed: ParsedFunction, { wants, kinds = {} }: FunctionUse, report: Report): void {
  if (wants === undefined) return;
  for (const { node, kind } of wrongResults(parsed, wants, kinds)) {
    const advice = wants === "boolean" ? "true or false: compare it with something" : "a number";
    report(node, "function.result-kind", `this gives ${kindNames[kind]}, and has to give ${advice}`, { kind, wants });
  }
}

const kindNames = { boolean: "true or false", number: "a number", text: "text", object: "an object" } as const;

function isFunction(tree: Node): boolean {
  if (tree.type === "ParenthesizedExpression") return [...children(tree)].some(isFunction);
  return functionTypes.test(tree.type) && tree.type !== "FunctionDeclaration";
}

const functionTypes = /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/;

/** True with a `return` that has a value, or a `throw`: such a body may be meant never to return. */
function returnsValue(node: Node): boolean {
  if (node.type === "ThrowStatement") return true;
  if (node.type === "ReturnStatement") return "argument" in node && node.argument !== null;
  return [...children(node)].some((child) => !functionTypes.test(child.type) && returnsValue(child));
}

const callsSomething = (node: Node): boolean => node.type === "CallExpression" || [...children(node)].some(callsSomething);

/** Text that the compartment refuses wherever it stands, in strings and comments too, because parsers disagree about it. */
function* forbiddenText(source: string): Iterable<FunctionProblem> {
  for (const match of source.matchAll(/<!--|-->|\bimport\s*(?:\(|\/[/*])/g)) {
    const text = excerpt(match[0], 60);
    const message = `the text "${text}" is refused anywhere in a function, even in a string: write it in two parts`;
    yield { code: "function.text", message, values: { text }, ...lineAndColumn(source, match.index) };
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
