import type { Timestamp } from "../stream/timestamp.ts";
import type { Collector, Row } from "../stream/row.ts";
import type { WatermarkTarget } from "./time/watermark-output.ts";

/** One consumer of an operator's output: a record writer, or an input of a chained operator. */
export interface OutputEdge {
  /** Takes records of this side output only; absent: takes records of the main output only. */
  readonly tag?: string;
  readonly collect: Collector;
  readonly target: WatermarkTarget;
}

/** All that is connected to one operator's output. */
export interface ChainOutput extends WatermarkTarget {
  /** Collector of the main output, or of the side output `tag`; drops what nothing is connected to. */
  collector(tag?: string): Collector;
}

/** `collect`, and what it throws with its place. For runs that log their records: a free run has nothing more on their way. [UI82] */
export function attributed(collect: Collector, place: (row: Row, error: unknown) => unknown): Collector {
  return (row, timestamp) => {
    try {
      collect(row, timestamp);
    } catch (error) {
      throw place(row, error);
    }
  };
}

/** Records go to the edges of their tag, watermarks and statuses to every edge. */
export function outputOf(edges: readonly OutputEdge[]): ChainOutput {
  return {
    collector: (tag) => collectorOf(edges.filter((edge) => edge.tag === tag).map((edge) => edge.collect)),
    watermark(timestamp: Timestamp) {
      for (const edge of edges) edge.target.watermark(timestamp);
    },
    status(idle: boolean) {
      for (const edge of edges) edge.target.status(idle);
    },
  };
}

/** No loop where there is one consumer or two: this is on every record's way. */
function collectorOf(collectors: readonly Collector[]): Collector {
  const [first, second] = collectors;
  if (first === undefined) return () => {};
  if (second === undefined) return first;
  if (collectors.length === 2) {
    return (row, timestamp) => {
      first(row, timestamp);
      second(row, timestamp);
    };
  }
  return (row, timestamp) => {
    for (const collect of collectors) collect(row, timestamp);
  };
}
