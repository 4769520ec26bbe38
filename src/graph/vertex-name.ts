import { nodeOf } from "./stream-graph.ts";
import type { Chaining } from "./chaining.ts";
import type { StreamGraph, StreamNode } from "./stream-graph.ts";

/** A chain by its head. */
export interface NamedChain {
  readonly graph: StreamGraph;
  readonly chaining: Chaining;
  readonly head: StreamNode;
}

/** `A -> B`, `A -> (B, C)`, with chained sources `A [S1, S2]`. [GR13] */
export function nameOfVertex(chain: NamedChain): string {
  return cascade(chain, chain.head, { text: (node) => node.name, separator: ", " });
}

/** The vertex description of `pipeline.vertex-description-mode`. */
export function describeVertex(chain: NamedChain): string {
  if (chain.graph.settings.descriptionMode === "TREE") return tree(chain);
  return cascade(chain, chain.head, { text: (node) => node.description, separator: " , " });
}

interface CascadeStyle {
  readonly separator: string;
  text(node: StreamNode): string;
}

/** A node of a chain while it is written; chains can be longer than the stack is deep, so they are walked with a list. */
interface Visit {
  readonly node: StreamNode;
  /** What is written in front of it, and behind all that follows from it. */
  readonly before: string;
  readonly after: string;
}

function cascade(chain: NamedChain, head: StreamNode, style: CascadeStyle): string {
  let written = "";
  const waiting: (Visit | string)[] = [{ node: head, before: "", after: "" }];
  for (let visit = waiting.pop(); visit !== undefined && written.length < longestName; visit = waiting.pop()) {
    if (typeof visit === "string") {
      written += visit;
      continue;
    }
    written += visit.before + withChainedSources(chain, visit.node, style.text);
    const next = chainedConsumers(chain, visit.node);
    if (visit.after !== "") waiting.push(visit.after);
    const [open, close] = next.length > 1 ? [" -> (", ")"] : [" -> ", ""];
    for (let at = next.length - 1; at >= 0; at--) {
      const node = next[at];
      if (node === undefined) continue;
      waiting.push({ node, before: at === 0 ? open : style.separator, after: at === next.length - 1 ? close : "" });
    }
  }
  return shortened(written);
}

/** One line per operator: the head bare, below it `+- ` for the last child and `:- ` for the others. */
function tree(chain: NamedChain): string {
  const lines: string[] = [];
  let characters = 0;
  const waiting: { readonly node: StreamNode; readonly prefix: string; readonly indent: string }[] =
    [{ node: chain.head, prefix: "", indent: "" }];
  for (let line = waiting.pop(); line !== undefined && characters < longestName; line = waiting.pop()) {
    const { node, prefix, indent } = line;
    const text = `${prefix}${withChainedSources(chain, node, (shown) => shown.description)}\n`;
    characters += text.length;
    lines.push(text);
    const children = chainedConsumers(chain, node);
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at];
      const isLast = at === children.length - 1;
      if (child === undefined) continue;
      waiting.push({ node: child, prefix: indent + (isLast ? "+- " : ":- "), indent: indent + (isLast ? "   " : ":  ") });
    }
  }
  return shortened(lines.join(""));
}

/** Characters of a vertex's name or description: a tree of a long chain grows with its square. */
const longestName = 100_000;

const shortened = (text: string): string => (text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text);

function chainedConsumers({ graph, chaining }: NamedChain, node: StreamNode): readonly StreamNode[] {
  return node.outEdges.filter(chaining.isChained).map((edge) => nodeOf(graph, edge.target));
}

function withChainedSources({ graph, chaining }: NamedChain, node: StreamNode, text: (node: StreamNode) => string): string {
  const sources = node.inEdges.filter(chaining.isChainedSource).map((edge) => text(nodeOf(graph, edge.source)));
  return sources.length === 0 ? text(node) : `${text(node)} [${sources.join(", ")}]`;
}
