import type { OperatorIndex, TaskIndex } from "../stream/indices.ts";
import type { TopologyColumn } from "../graph/topology.ts";
import type { RunShape } from "./event.ts";

/** A sink of a run: what writes its rows, and what they look like. */
export interface RunSink {
  /** Of the document. */
  readonly id: string;
  /** As the stream graph calls it. */
  readonly name: string;
  /** Descriptor's type: `table`, `print`, ... */
  readonly type: string;
  readonly writer: SinkPart;
  /** What commits its transactions; absent where rows count as soon as they are written. */
  readonly committer?: SinkPart;
  /** Empty where the run does not say them. */
  readonly columns: readonly TopologyColumn[];
  /** Subtasks that write to it. */
  readonly subtasks: readonly TaskIndex[];
}

/** An operator in the chain of a vertex. */
interface SinkPart {
  readonly vertex: number;
  readonly operator: OperatorIndex;
}

/** Sinks of a run in the order of the stream. A sink's committer stands behind its writer and is no sink of its own. */
export function runSinks({ topology, origins }: RunShape): readonly RunSink[] {
  const sinks = new Map<string, RunSink>();
  topology.vertices.forEach(({ operators }, vertex) => {
    operators.forEach(({ node, name, role, type, columns = [] }, operator) => {
      const id = origins.nodes[node];
      if (role !== "sink" || id === undefined) return;
      const known = sinks.get(id);
      const part = { vertex, operator };
      const subtasks = topology.subtasks.flatMap((subtask, index) => (subtask.vertex === vertex ? [index] : []));
      sinks.set(id, known ? { ...known, committer: part } : { id, name, type, writer: part, columns, subtasks });
    });
  });
  return [...sinks.values()];
}

/** Place among the sinks of that to which an operator of a subtask belongs, -1 for none. */
export type SinkFinder = (subtask: TaskIndex, operator: OperatorIndex) => number;

export function sinkFinder({ topology }: RunShape, sinks: readonly RunSink[]): SinkFinder {
  return (subtask, operator) => {
    const vertex = topology.subtasks[subtask]?.vertex;
    const isPart = (part: SinkPart | undefined): boolean => part?.vertex === vertex && part?.operator === operator;
    return sinks.findIndex(({ writer, committer }) => isPart(writer) || isPart(committer));
  };
}
