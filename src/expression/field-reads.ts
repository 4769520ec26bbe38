import type { Node } from "acorn";
import type { Passing } from "../stream/guest-parameter.ts";
import { children, isIdentifier } from "./syntax-tree.ts";

/** What a function does with one of its parameters, as far as its text shows. */
export type FieldReads =
  /** It reads these fields and can do nothing else: it never has the object itself. */
  | { readonly kind: "fields"; readonly names: ReadonlySet<string> }
  /** It reads all fields, with `{ ...row }` or `const { a } = row`, and can do nothing else. */
  | { readonly kind: "all" }
  /** It may keep the object, hand it on or change it. */
  | { readonly kind: "object" };

/** True unless all that the function reads of an argument is plain, and it never has the argument itself. [SB41] */
export function needsCopy(reads: FieldReads, { plainFields = new Set(), isPlain = false }: Passing): boolean {
  if (reads.kind === "object") return true;
  return reads.kind === "all" ? !isPlain : [...reads.names].some((name) => !plainFields.has(name));
}

const object: FieldReads = { kind: "object" };

/**
 * What the function with the text `tree` does with `parameter`. Everything that is not plainly a read counts as having the object: so
 * a parameter of which only fields are read needs no copy, and a call costs nothing more. [SB41]
 */
export function fieldReads(tree: Node, parameter: string): FieldReads {
  const reader = new Reader(parameter);
  reader.visit(tree);
  if (reader.hasObject) return object;
  return reader.readsAll ? { kind: "all" } : { kind: "fields", names: reader.names };
}

class Reader {
  readonly names = new Set<string>();
  readsAll = false;
  hasObject = false;
  readonly #parameter: string;

  constructor(parameter: string) {
    this.#parameter = parameter;
  }

  visit(node: Node): void {
    if (this.hasObject) return;
    // `arguments` holds the parameters, and text that is evaluated could name them.
    if (isIdentifier(node) && (node.name === this.#parameter || node.name === "arguments" || node.name === "eval")) {
      this.hasObject = true;
    } else if (this.#changes(node)) this.hasObject = true;
    else if (!this.#reads(node)) for (const child of children(node)) this.visit(child);
  }

  /** True when `node` assigns to, deletes or calls something of the parameter: a call hands the object over as `this`. */
  #changes(node: Node): boolean {
    switch (node.type) {
      case "AssignmentExpression":
      case "ForInStatement":
      case "ForOfStatement":
        return this.#mentions(part(node, "left"));
      case "UpdateExpression":
        return this.#mentions(part(node, "argument"));
      case "UnaryExpression":
        return "operator" in node && node.operator === "delete" && this.#mentions(part(node, "argument"));
      case "CallExpression":
      case "NewExpression":
        return this.#isMember(part(node, "callee"));
      case "TaggedTemplateExpression":
        return this.#isMember(part(node, "tag"));
      default:
        return false;
    }
  }

  /** Notes a read of the parameter's fields; false when `node` is none, so that its children are to be visited. */
  #reads(node: Node): boolean {
    switch (node.type) {
      case "MemberExpression": {
        const field = this.#isParameter(part(node, "object")) ? fieldName(node) : undefined;
        if (field !== undefined) this.names.add(field);
        return field !== undefined;
      }
      case "ObjectExpression": {
        const properties = children(node);
        for (const property of properties) {
          if (property.type === "SpreadElement" && this.#isParameter(part(property, "argument"))) this.readsAll = true;
          else this.visit(property);
        }
        return true;
      }
      case "VariableDeclarator": {
        const id = part(node, "id");
        if (id?.type !== "ObjectPattern" || !this.#isParameter(part(node, "init"))) return false;
        this.readsAll = true;
        this.visit(id);
        return true;
      }
      case "Property":
      case "PropertyDefinition":
      case "MethodDefinition":
        return this.#visitNamed(node);
      default:
        return false;
    }
  }

  /** The name in front of a colon is no reference; `{ row }` is one. */
  #visitNamed(node: Node): boolean {
    const isComputed = "computed" in node && node.computed === true;
    const isShorthand = "shorthand" in node && node.shorthand === true;
    const [key, value] = [part(node, "key"), part(node, "value")];
    if ((isComputed || isShorthand) && key !== undefined) this.visit(key);
    if (value !== undefined) this.visit(value);
    return true;
  }

  #isParameter(node: Node | undefined): boolean {
    return node !== undefined && isIdentifier(node) && node.name === this.#parameter;
  }

  #isMember(node: Node | undefined): boolean {
    const callee = bare(node);
    return callee?.type === "MemberExpression" && this.#isParameter(bare(part(callee, "object")));
  }

  #mentions(node: Node | undefined): boolean {
    if (node === undefined) return false;
    return this.#isParameter(node) || [...children(node)].some((child) => this.#mentions(child));
  }
}

/** Without the parentheses and the `?.` around it. */
function bare(node: Node | undefined): Node | undefined {
  if (node?.type !== "ParenthesizedExpression" && node?.type !== "ChainExpression") return node;
  return bare(part(node, "expression"));
}

/** Field of `object.field` and `object["field"]`. */
function fieldName(node: Node): string | undefined {
  const property = part(node, "property");
  if (property === undefined) return undefined;
  if ("computed" in node && node.computed !== true) return isIdentifier(property) ? property.name : undefined;
  return property.type === "Literal" && "value" in property && typeof property.value === "string" ? property.value : undefined;
}

function part(node: Node, name: string): Node | undefined {
  const value: unknown = Reflect.get(node, name);
  return typeof value === "object" && value !== null && "type" in value ? (value as Node) : undefined;
}
