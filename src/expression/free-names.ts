import type { Identifier, Node } from "acorn";
import { children, isIdentifier, isNode } from "./syntax-tree.ts";

/**
 * Identifiers of `tree` that nothing in it declares. Scopes are per function; a block's `let` counts for its whole function, which
 * lets a few wrong programs pass and never blames a right one.
 */
export function freeNames(tree: Node, parameters: readonly string[]): readonly Identifier[] {
  const free: Identifier[] = [];
  const scope: Scope = { names: new Set(parameters), outer: undefined };
  if (isIdentifier(tree)) walk(tree, tree, scope, free);
  else walkScope(tree, scope, free);
  return free;
}

/** Names that a function declares, and those around it: linked, because a copy per function would make many functions slow. [GR56] */
interface Scope {
  readonly names: Set<string>;
  readonly outer: Scope | undefined;
}

function declares(scope: Scope, name: string): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

function walkScope(root: Node, outer: Scope, free: Identifier[]): void {
  const scope: Scope = { names: new Set(), outer };
  declareIn(root, scope.names, true);
  for (const child of children(root)) walk(child, root, scope, free);
}

function walk(node: Node, parent: Node, scope: Scope, free: Identifier[]): void {
  if (isIdentifier(node)) {
    if (!declares(scope, node.name) && isReference(node, parent)) free.push(node);
    return;
  }
  if (isFunction(node)) walkScope(node, scope, free);
  else for (const child of children(node)) walk(child, node, scope, free);
}

/** Adds the names that `node` declares, without looking into nested functions. */
function declareIn(node: Node, scope: Set<string>, root: boolean): void {
  const parts = new Map<string, unknown>(Object.entries(node));
  if (isFunction(node)) {
    bind(parts.get("id"), scope);
    if (!root) return;
    if (node.type !== "ArrowFunctionExpression") scope.add("arguments");
    for (const parameter of list(parts.get("params"))) bind(parameter, scope);
  }
  if (node.type === "VariableDeclarator" || node.type === "ClassDeclaration" || node.type === "ClassExpression")
    bind(parts.get("id"), scope);
  if (node.type === "CatchClause") bind(parts.get("param"), scope);
  for (const child of children(node)) declareIn(child, scope, false);
}

function bind(pattern: unknown, scope: Set<string>): void {
  if (!isNode(pattern)) return;
  const parts = new Map<string, unknown>(Object.entries(pattern));
  if (isIdentifier(pattern)) scope.add(pattern.name);
  else if (pattern.type === "AssignmentPattern") bind(parts.get("left"), scope);
  else if (pattern.type === "RestElement") bind(parts.get("argument"), scope);
  else if (pattern.type === "ArrayPattern") for (const element of list(parts.get("elements"))) bind(element, scope);
  else if (pattern.type === "ObjectPattern") {
    for (const property of list(parts.get("properties")))
      bind(isNode(property) && "value" in property ? property.value : property, scope);
  }
}

/** False where an identifier is only a name: after a dot, before a colon, a label. */
function isReference(node: Identifier, parent: Node): boolean {
  const parts = new Map<string, unknown>(Object.entries(parent));
  const named = parts.get("computed") !== true;
  switch (parent.type) {
    case "MemberExpression":
      return !(named && parts.get("property") === node);
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
      return !(named && parts.get("key") === node);
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return false;
    default:
      return true;
  }
}

const isFunction = (node: Node): boolean =>
  /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/.test(node.type);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
