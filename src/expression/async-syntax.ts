import type { Node } from "acorn";
import { children } from "./syntax-tree.ts";

/**
 * [SB47] True for a node of asynchronous syntax: with it, and without the name `Promise` and `Array.fromAsync`, a function could make
 * promises. It has none of them, so that nothing of it runs after its call.
 */
export const isAsync = (node: Node): boolean =>
  node.type === "AwaitExpression" || ("async" in node && node.async === true) || ("await" in node && node.await === true);

/** True when there is such a node in `tree`. */
export const hasAsync = (tree: Node): boolean => isAsync(tree) || [...children(tree)].some(hasAsync);
