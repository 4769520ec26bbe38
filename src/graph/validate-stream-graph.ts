import { chainingOf } from "./chaining.ts";
import { nodeOf } from "./stream-graph.ts";
import type { GraphFinding } from "./graph-finding.ts";
import type { StreamEdge, StreamGraph, StreamNode } from "./stream-graph.ts";

/** What Flink refuses while it translates a program. */
export function validateStreamGraph(graph: StreamGraph): readonly GraphFinding[] {
  return [
    ...emptyGraph(graph),
    ...graph.nodes.flatMap((node) => checkParallelism(node)),
    ...graph.nodes.flatMap((node) => node.inEdges.flatMap((edge) => checkForward(graph, edge))),
    ...checkUids(graph),
    ...checkUnaligned(graph),
    ...checkBlocking(graph),
  ];
}

function emptyGraph(graph: StreamGraph): readonly GraphFinding[] {
  if (graph.nodes.length > 0) return [];
  return [{ severity: "error", code: "job.empty", message: "The job has nothing to run. Draw a source and connect it to a sink." }];
}

function checkParallelism({ id, name, parallelism, maxParallelism }: StreamNode): readonly GraphFinding[] {
  if (maxParallelism === undefined || parallelism <= maxParallelism) return [];
  return [{
    severity: "error",
    code: "operator.parallelism-above-max",
    message:
      `"${name}" has parallelism ${parallelism}, more than its max parallelism ${maxParallelism}. ` +
      "Lower the one or raise the other.",
    values: { name, parallelism, maxParallelism },
    node: id,
    field: "parallelism",
  }];
}

/** Explicit forward never changes parallelism; it is not silently converted. [GR34] */
function checkForward(graph: StreamGraph, edge: StreamEdge): readonly GraphFinding[] {
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
    node: target.id,
    edge: edge.id,
  }];
}

function checkUids(graph: StreamGraph): readonly GraphFinding[] {
  const found: GraphFinding[] = [];
  const seen = new Set<string>();
  for (const { id, uid, uidHash, name, operator } of graph.nodes) {
    if (uid === undefined && uidHash === undefined && !graph.settings.autoGenerateUids) {
      found.push({
        severity: "error",
        code: "operator.uid-missing",
        message: `"${name}" has no uid, and pipeline.auto-generate-uids is false. Give it one.`,
        values: { name },
        node: id,
        field: "uid",
      });
    }
    if (uid !== undefined && seen.has(uid)) {
      found.push({
        severity: "error",
        code: "operator.uid-duplicate",
        message: `Two operators have the uid "${uid}"; their state could not be told apart. Change one.`,
        values: { uid },
        node: id,
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
        node: id,
      });
    }
  }
  return found;
}

/** In-flight data behind a user's partitioner cannot be redistributed, so unaligned checkpoints refuse it. */
function checkUnaligned(graph: StreamGraph): readonly GraphFinding[] {
  const { checkpointing, unaligned } = graph.settings;
  if (!checkpointing || !unaligned || graph.jobType === "BATCH") return [];
  const custom = graph.nodes.flatMap((node) => node.inEdges.filter((edge) => edge.partitioner.type === "custom"));
  return custom.map((edge) => ({
    severity: "error",
    code: "edge.custom-unaligned",
    message: "Unaligned checkpoints cannot be used with a custom partitioner. Turn them off, or choose another partitioner.",
    edge: edge.id,
  }));
}

/** A blocking result is read when it is complete: a buffer timeout on its producer makes no sense. */
function checkBlocking(graph: StreamGraph): readonly GraphFinding[] {
  if (graph.jobType !== "BATCH") return [];
  const chaining = chainingOf(graph);
  const blocking = graph.nodes.filter(
    (node) => node.bufferTimeout >= 0 && node.outEdges.some((edge) => !chaining.isChained(edge) && !chaining.isChainedSource(edge)),
  );
  return blocking.map(({ id, name, bufferTimeout }) => ({
    severity: "error",
    code: "operator.blocking-timeout",
    message: `"${name}" writes a blocking result and has a buffer timeout of ${bufferTimeout} ms. Remove the timeout.`,
    values: { name, bufferTimeout },
    node: id,
  }));
}
