import type { Identifier, Node } from "acorn";

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;

export const isIdentifier = (value: unknown): value is Identifier => isNode(value) && value.type === "Identifier";

/** Nodes directly below `node`, in the order of the text. */
export function* children(node: Node): Iterable<Node> {
  for (const value of Object.values(node)) {
    if (isNode(value)) yield value;
    else if (Array.isArray(value)) yield* value.filter(isNode);
  }
}
