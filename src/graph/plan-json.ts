import { partitionerTraits } from "./partitioner-traits.ts";
import { vertexOf } from "./job-graph.ts";
import type { JobGraph, JobVertex } from "./job-graph.ts";
import type { JobType } from "./stream-graph.ts";

/** The plan of Flink's REST interface and plan viewer. */
export interface PlanJson {
  readonly jid: string;
  readonly name: string;
  readonly type: JobType;
  readonly nodes: readonly PlanNode[];
}

export interface PlanNode {
  readonly id: string;
  readonly parallelism: number;
  readonly operator: "";
  readonly operator_strategy: "";
  /** HTML. */
  readonly description: string;
  readonly inputs?: readonly PlanInput[];
  readonly optimizer_properties: Readonly<Record<string, never>>;
}

export interface PlanInput {
  readonly num: number;
  readonly id: string;
  readonly ship_strategy: string;
  readonly exchange: string;
}

/** Plan of a job graph, vertices in order of creation as Flink lists them. [GR60] */
export function planJson(graph: JobGraph, jobId: string): PlanJson {
  const { jobName, jobType } = graph.streamGraph;
  return { jid: jobId, name: jobName, type: jobType, nodes: graph.created.map((index) => planNode(graph, vertexOf(graph, index))) };
}

function planNode(graph: JobGraph, { id, parallelism, description, inputs }: JobVertex): PlanNode {
  const planned = inputs.map((edge, num): PlanInput => ({
    num,
    id: vertexOf(graph, edge.source).id,
    ship_strategy: partitionerTraits[edge.streamEdge.partitioner.type].name,
    exchange: edge.type.toLowerCase(),
  }));
  return {
    id,
    parallelism,
    operator: "",
    operator_strategy: "",
    description: htmlText(description),
    ...(planned.length > 0 && { inputs: planned }),
    optimizer_properties: {},
  };
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br/>", "\\": "&#92;" };

/** Letters that have entity names stay as they are: a browser shows the same. */
function htmlText(text: string): string {
  return text.replace(/[&<>"\n\\]/g, (letter) => entities[letter] ?? letter);
}
