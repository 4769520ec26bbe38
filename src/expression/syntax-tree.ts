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

/** The first node that lies deeper in `tree` than `depth` others. Needs no stack, so that the walkers behind it may use theirs. [GR57] */
export function nodeBelow(tree: Node, depth: number): Node | undefined {
  let level: Node[] = [tree];
  for (let at = 0; level.length > 0; at++) {
    const [first] = level;
    if (at >= depth) return first;
    level = level.flatMap((node) => [...children(node)]);
  }
  return undefined;
}
