import type { OperatorIndex } from "../stream/indices.ts";
import { unreachable } from "../base/assert.ts";
import type { ChainedOperator, TaskDeployment } from "../graph/task-deployment.ts";
import type { Operator, OperatorContext, RuntimeCatalog } from "./api.ts";
import type { ChainCounts } from "./chain-counts.ts";
import type { OutputEdge } from "./chain-output.ts";
import { outputOf } from "./chain-output.ts";
import type { ChainServices } from "./chain-services.ts";
import { createCommitterOperator } from "./committer-operator.ts";
import { suppressWhileIdle } from "./io/record-writer.ts";
import type { NodeInput } from "./operator-node.ts";
import { OperatorNode } from "./operator-node.ts";
import type { SinkOperatorOptions } from "./sink-writer-operator.ts";
import { createSinkWriterOperator } from "./sink-writer-operator.ts";
import type { SourceOperator } from "./source-operator.ts";
import { createSourceOperator } from "./source-operator.ts";

/** The operators of a task, head first. */
export interface OperatorChain {
  readonly nodes: readonly OperatorNode[];
  /** Inputs of the head; none for a source. */
  readonly inputs: readonly NodeInput[];
  /** The head, when the task is a source. */
  readonly source: SourceOperator | undefined;
}

export interface ChainOptions {
  readonly services: ChainServices;
  readonly catalog: RuntimeCatalog;
  readonly counts: ChainCounts;
  /** Record writers of the operator at `index`. */
  outputsOf(index: OperatorIndex): readonly OutputEdge[];
}

/** Builds the chain from tail to head, so that every operator has the rest of the chain as its output. */
export function buildChain(options: ChainOptions): OperatorChain {
  const { services, catalog, counts } = options;
  const { operators } = services.deployment;
  const nodes: OperatorNode[] = [];
  let source: SourceOperator | undefined;
  for (const [index, deployed] of [...operators.entries()].toReversed()) {
    const edges = [...options.outputsOf(index), ...chainedEdges(deployed, nodes)];
    const takeDropped = givesAtMostOne(deployed, catalog) ? () => nodes[index]?.operator.takeDropped?.() ?? 0 : undefined;
    nodes[index] = new OperatorNode({
      index,
      deployed,
      services,
      output: counts.counted(index, outputOf(edges), takeDropped),
      create(context) {
        if (deployed.part !== "source") return createOperator(deployed, context, options);
        source = createSource({ index, deployed, context }, options);
        return source;
      },
    });
  }
  const [head] = nodes;
  if (head === undefined) throw new RangeError("[TK3] a task has at least one operator");
  return { nodes, inputs: head.inputs, source };
}

/** A chain that had finished before the checkpoint it is restored from: it has no operators, and only ends arrive. */
export function finishedChain({ inputs }: TaskDeployment): OperatorChain {
  const ended: NodeInput = { collect() {}, watermark() {}, status() {} };
  const count = Math.max(0, ...inputs.map(({ input }) => input + 1));
  return { nodes: [], inputs: Array.from({ length: count }, () => ended), source: undefined };
}

const givesAtMostOne = ({ part, type }: ChainedOperator, catalog: RuntimeCatalog): boolean =>
  part === "operator" && catalog.findOperator(type)?.givesAtMostOne === true;

function chainedEdges(deployed: ChainedOperator, nodes: readonly OperatorNode[]): readonly OutputEdge[] {
  return deployed.next.map(({ operator, input, tag }) => {
    const target = nodes[operator]?.inputs[input];
    if (target === undefined) {
      throw new RangeError(`[TK3] ${deployed.name} is chained to input ${input} of operator ${operator}, which is not there`);
    }
    return { ...(tag === undefined ? {} : { tag }), collect: target.collect, target: suppressWhileIdle(target) };
  });
}

function createOperator(deployed: ChainedOperator, context: OperatorContext, options: ChainOptions): Operator {
  switch (deployed.part) {
    case "operator": {
      const factory = options.catalog.findOperator(deployed.type) ?? missing(deployed);
      return factory.createOperator(deployed.config, context);
    }
    case "writer":
      return createSinkWriterOperator(sinkOptions(deployed, context, options));
    case "committer":
      return createCommitterOperator(sinkOptions(deployed, context, options));
    case "source":
    case "tagger":
      return missing(deployed);
    default:
      return unreachable(deployed.part);
  }
}

interface ChainedSource {
  readonly index: OperatorIndex;
  readonly deployed: ChainedOperator;
  readonly context: OperatorContext;
}

function createSource({ index, deployed, context }: ChainedSource, { services, catalog }: ChainOptions): SourceOperator {
  return createSourceOperator({
    factory: catalog.findSource(deployed.type) ?? missing(deployed),
    config: deployed.config,
    context,
    formats: catalog,
    pace: deployed.sourcePace,
    index,
    sendEvent: (event) =>
      services.environment.coordinator.report({ kind: "operatorEvent", operatorId: deployed.operatorId, event }),
    trace: services.trace,
  });
}

function sinkOptions(deployed: ChainedOperator, context: OperatorContext, options: ChainOptions): SinkOperatorOptions {
  const { services, catalog } = options;
  return {
    factory: catalog.findSink(deployed.type) ?? missing(deployed),
    config: deployed.config,
    context,
    formats: catalog,
    restoredCheckpointId: services.deployment.restore?.checkpointId,
  };
}

function missing({ type, part }: ChainedOperator): never {
  throw new RangeError(`[TK4] there is no ${part} of type ${type}`);
}
