import type { Node } from "acorn";
import { children, isIdentifier, isNode } from "./syntax-tree.ts";
import type { ParsedFunction } from "./parse-function.ts";

/** What a value is, as far as its text tells for certain. */
export type ValueKind = "boolean" | "number" | "text" | "object";

/** What the fields of a parameter hold, by parameter and field. */
export type FieldKinds = Readonly<Record<string, Readonly<Record<string, ValueKind>>>>;

/** The expressions that a function gives as its result and that are certainly not what is wanted, each with what it is. [UI108] */
export function wrongResults(
  { form, tree }: ParsedFunction, wanted: ValueKind, fields: FieldKinds,
): readonly { readonly node: Node; readonly kind: ValueKind }[] {
  const results = form === "expression" ? [tree] : returned(tree);
  return results.flatMap((node) => {
    const kind = kindOf(node, fields);
    return kind === undefined || kind === wanted ? [] : [{ node, kind }];
  });
}

function returned(node: Node): Node[] {
  if (node.type === "ReturnStatement") return [...children(node)];
  if (/^(?:Function|Arrow)/.test(node.type)) return [];
  return [...children(node)].flatMap(returned);
}

function kindOf(node: Node, fields: FieldKinds): ValueKind | undefined {
  switch (node.type) {
    case "ParenthesizedExpression":
      return partOf(node, "expression", fields);
    case "Literal":
      return literalKind(node);
    case "TemplateLiteral":
      return "text";
    case "ObjectExpression":
    case "ArrayExpression":
      return "object";
    case "MemberExpression":
      return fieldKind(node, fields);
    case "UnaryExpression":
      return operatorOf(node) === "!" ? "boolean" : undefined;
    case "BinaryExpression":
      if (/^[-*/%]$/.test(operatorOf(node))) return "number";
      return /^(?:[<>]=?|[!=]==?|in|instanceof)$/.test(operatorOf(node)) ? "boolean" : undefined;
    case "ConditionalExpression": {
      const kind = partOf(node, "consequent", fields);
      return kind === partOf(node, "alternate", fields) ? kind : undefined;
    }
    default:
      return undefined;
  }
}

function partOf(node: Node, name: string, fields: FieldKinds): ValueKind | undefined {
  const part: unknown = Reflect.get(node, name);
  return isNode(part) ? kindOf(part, fields) : undefined;
}

function literalKind(node: Node): ValueKind | undefined {
  const value: unknown = Reflect.get(node, "value");
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : undefined;
}

function fieldKind(node: Node, fields: FieldKinds): ValueKind | undefined {
  if (!("object" in node && "property" in node) || Reflect.get(node, "optional") === true || !isIdentifier(node.object)) return undefined;
  const { property } = node;
  if (!isNode(property)) return undefined;
  const literal: unknown = Reflect.get(property, "value");
  const name = Reflect.get(node, "computed") === true ? literal : isIdentifier(property) ? property.name : undefined;
  const known = Object.hasOwn(fields, node.object.name) ? fields[node.object.name] : undefined;
  return typeof name === "string" && known && Object.hasOwn(known, name) ? known[name] : undefined;
}

const operatorOf = (node: Node): string => String(Reflect.get(node, "operator"));
