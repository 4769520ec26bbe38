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

function cascade(chain: NamedChain, node: StreamNode, style: CascadeStyle): string {
  const own = withChainedSources(chain, node, style.text);
  const next = chainedConsumers(chain, node).map((consumer) => cascade(chain, consumer, style));
  if (next.length === 0) return own;
  return next.length === 1 ? `${own} -> ${next[0]}` : `${own} -> (${next.join(style.separator)})`;
}

/** One line per operator: the head bare, below it `+- ` for the last child and `:- ` for the others. */
function tree(chain: NamedChain): string {
  const lines: string[] = [];
  const write = (node: StreamNode, prefix: string, indent: string): void => {
    lines.push(`${prefix}${withChainedSources(chain, node, (shown) => shown.description)}\n`);
    const children = chainedConsumers(chain, node);
    children.forEach((child, at) => {
      const isLast = at === children.length - 1;
      write(child, indent + (isLast ? "+- " : ":- "), indent + (isLast ? "   " : ":  "));
    });
  };
  write(chain.head, "", "");
  return lines.join("");
}

function chainedConsumers({ graph, chaining }: NamedChain, node: StreamNode): readonly StreamNode[] {
  return node.outEdges.filter(chaining.isChained).map((edge) => nodeOf(graph, edge.target));
}

function withChainedSources({ graph, chaining }: NamedChain, node: StreamNode, text: (node: StreamNode) => string): string {
  const sources = node.inEdges.filter(chaining.isChainedSource).map((edge) => text(nodeOf(graph, edge.source)));
  return sources.length === 0 ? text(node) : `${text(node)} [${sources.join(", ")}]`;
}
