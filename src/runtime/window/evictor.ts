import { engineMessage } from "../../base/engine-messages.ts";
import type { Row } from "../../stream/row.ts";
import { hasTimestamp } from "../../stream/timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";

export interface WindowElement {
  readonly row: Row;
  readonly timestamp: Timestamp;
}

/** Drops elements of a window that fires, before or after its function sees them. [WN11] */
export interface Evictor {
  /** Flink's doEvictAfter. */
  readonly after: boolean;
  /** What remains. */
  evict(elements: readonly WindowElement[]): readonly WindowElement[];
}

/** CountEvictor: the last `count` remain. */
export function countEvictor(count: number, after: boolean): Evictor {
  return {
    after,
    evict: (elements) => (elements.length <= count ? elements : elements.slice(elements.length - count)),
  };
}

/** TimeEvictor: those within `milliseconds` of the latest remain. */
export function timeEvictor(milliseconds: number, after: boolean): Evictor {
  const evict = (elements: readonly WindowElement[]): readonly WindowElement[] => {
    const [first] = elements;
    if (first === undefined || !hasTimestamp(first.timestamp)) return elements;
    let latest = -Infinity;
    for (const { timestamp } of elements) {
      if (!hasTimestamp(timestamp))
        throw new Error(engineMessage("evictorTimestamps"));
      latest = Math.max(latest, timestamp);
    }
    return elements.filter(({ timestamp }) => timestamp > latest - milliseconds);
  };
  return { after, evict };
}

/** DeltaEvictor: those that differ from the last by less than `threshold` remain. */
export function deltaEvictor(
  threshold: number,
  delta: (element: Row, last: Row) => number,
  after: boolean,
): Evictor {
  const evict = (elements: readonly WindowElement[]): readonly WindowElement[] => {
    const last = elements.at(-1);
    return last === undefined ? elements : elements.filter(({ row }) => delta(row, last.row) < threshold);
  };
  return { after, evict };
}
