import { murmur128 } from "../base/murmur.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import { nodeOf } from "./stream-graph.ts";
import type { Chaining } from "./chaining.ts";
import type { StreamGraph, StreamNode } from "./stream-graph.ts";

/**
 * Operator ids by node id, 32 lower-case hex digits (StreamGraphHasherV2). With a uid the id depends on it
 * alone; without, on the place in the topology and on what is chained. [GR9]
 */
export function operatorIds(graph: StreamGraph, chaining: Chaining): readonly string[] {
  const hashes = new Map<number, Uint8Array>();
  const queue = graph.nodes.filter((node) => node.inEdges.length === 0).map((node) => node.id);
  const reached = new Set(queue);
  for (let at = 0; at < queue.length; at++) {
    const node = nodeOf(graph, queue[at] ?? 0);
    const hash = node.uid === undefined ? placeHash(node, hashes, chaining) : murmur128(encodeUtf8(node.uid));
    if (hash === undefined) {
      // An input is not done yet; the node is reached again from there.
      reached.delete(node.id);
      continue;
    }
    hashes.set(node.id, hash);
    for (const { target } of node.outEdges) {
      if (reached.has(target)) continue;
      reached.add(target);
      queue.push(target);
    }
  }
  return graph.nodes.map((node) => hexText(hashes.get(node.id) ?? new Uint8Array(16)));
}

/** Undefined while an input has no hash yet. */
function placeHash(node: StreamNode, hashes: ReadonlyMap<number, Uint8Array>, chaining: Chaining): Uint8Array | undefined {
  const inputs = node.inEdges.map((edge) => hashes.get(edge.source));
  if (inputs.some((input) => input === undefined)) return undefined;
  const repeats = 1 + node.outEdges.filter((edge) => chaining.isChained(edge)).length;
  const hash = murmur128(littleEndianWords(hashes.size, repeats));
  for (const input of inputs) {
    for (let at = 0; at < 16; at++) hash[at] = ((hash[at] ?? 0) * 37) ^ (input?.[at] ?? 0);
  }
  return hash;
}

function littleEndianWords(word: number, count: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * count));
  for (let at = 0; at < count; at++) view.setInt32(4 * at, word, true);
  return new Uint8Array(view.buffer);
}

const hexText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
