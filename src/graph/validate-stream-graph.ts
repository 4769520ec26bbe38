import { chainingOf } from "./chaining.ts";
import { nodeOf } from "./stream-graph.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { StreamEdge, StreamGraph, StreamNode } from "./stream-graph.ts";

/** What Flink refuses while it translates a program (semantics 1.4, 2.3, 2.5). */
export function validateStreamGraph(graph: StreamGraph): readonly Diagnostic[] {
  return [
    ...emptyGraph(graph),
    ...graph.nodes.flatMap((node) => checkParallelism(node)),
    ...graph.nodes.flatMap((node) => node.inEdges.flatMap((edge) => checkForward(graph, edge))),
    ...checkUids(graph),
    ...checkUnaligned(graph),
    ...checkBlocking(graph),
  ];
}

function emptyGraph(graph: StreamGraph): readonly Diagnostic[] {
  if (graph.nodes.length > 0) return [];
  return [{ severity: "error", code: "job.empty", message: "The job has nothing to run. Draw a source and connect it to a sink." }];
}

function checkParallelism({ operator, name, parallelism, maxParallelism }: StreamNode): readonly Diagnostic[] {
  if (maxParallelism === undefined || parallelism <= maxParallelism) return [];
  return [{
    severity: "error",
    code: "operator.parallelism-above-max",
    message:
      `"${name}" has parallelism ${parallelism}, more than its max parallelism ${maxParallelism}. ` +
      "Lower the one or raise the other.",
    values: { name, parallelism, maxParallelism },
    operator: operator.documentId,
    field: "parallelism",
  }];
}

/** Explicit forward never changes parallelism; it is not silently converted. [GR34] */
function checkForward(graph: StreamGraph, edge: StreamEdge): readonly Diagnostic[] {
  const source = nodeOf(graph, edge.source);
  const target = nodeOf(graph, edge.target);
  if (edge.partitioner.type !== "forward" || source.parallelism === target.parallelism) return [];
  const { name: from, parallelism: producers } = source;
  const { name: to, parallelism: consumers } = target;
  return [{
    severity: "error",
    code: "edge.forward-parallelism",
    message:
      "Forward keeps every record in its subtask, so both ends need the same parallelism: " +
      `"${from}" has ${producers}, "${to}" has ${consumers}. Make them equal, or choose rebalance or rescale.`,
    values: { from, producers, to, consumers },
    operator: target.operator.documentId,
    edge: edge.documentEdge,
  }];
}

function checkUids(graph: StreamGraph): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const { uid, uidHash, name, operator } of graph.nodes) {
    if (uid === undefined && uidHash === undefined && !graph.settings.autoGenerateUids) {
      found.push({
        severity: "error",
        code: "operator.uid-missing",
        message: `"${name}" has no uid, and pipeline.auto-generate-uids is false. Give it one.`,
        values: { name },
        operator: operator.documentId,
        field: "uid",
      });
    }
    if (uid !== undefined && seen.has(uid)) {
      found.push({
        severity: "error",
        code: "operator.uid-duplicate",
        message: `Two operators have the uid "${uid}"; their state could not be told apart. Change one.`,
        values: { uid },
        operator: operator.documentId,
        field: "uid",
      });
    }
    if (uid !== undefined) seen.add(uid);
    if (uidHash !== undefined && (operator.part === "writer" || operator.part === "committer")) {
      found.push({
        severity: "error",
        code: "operator.uid-hash-on-sink",
        message: `"${name}" cannot have a uid hash, because a sink is more than one node. Give it a uid.`,
        values: { name },
        operator: operator.documentId,
      });
    }
  }
  return found;
}

/** In-flight data behind a user's partitioner cannot be redistributed, so unaligned checkpoints refuse it. */
function checkUnaligned(graph: StreamGraph): readonly Diagnostic[] {
  const { checkpointing, unaligned } = graph.settings;
  if (!checkpointing || !unaligned || graph.jobType === "BATCH") return [];
  const custom = graph.nodes.flatMap((node) => node.inEdges.filter((edge) => edge.partitioner.type === "custom"));
  return custom.map((edge) => ({
    severity: "error",
    code: "edge.custom-unaligned",
    message: "Unaligned checkpoints cannot be used with a custom partitioner. Turn them off, or choose another partitioner.",
    edge: edge.documentEdge,
  }));
}

/** A blocking result is read when it is complete: a buffer timeout on its producer makes no sense. */
function checkBlocking(graph: StreamGraph): readonly Diagnostic[] {
  if (graph.jobType !== "BATCH") return [];
  const chaining = chainingOf(graph);
  const blocking = graph.nodes.filter(
    (node) => node.bufferTimeout >= 0 && node.outEdges.some((edge) => !chaining.isChained(edge) && !chaining.isChainedSource(edge)),
  );
  return blocking.map(({ name, operator, bufferTimeout }) => ({
    severity: "error",
    code: "operator.blocking-timeout",
    message: `"${name}" writes a blocking result and has a buffer timeout of ${bufferTimeout} ms. Remove the timeout.`,
    values: { name, bufferTimeout },
    operator: operator.documentId,
  }));
}
