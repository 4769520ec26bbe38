import type { ControlElement } from "../../stream/control-element.ts";
import type { Collector } from "../../stream/row.ts";
import type { WatermarkTarget } from "../time/watermark-output.ts";
import type { OutputChannel } from "./channel.ts";

/** One result partition of a task: records go where its partitioner sends them, everything else to all its channels. */
export interface RecordWriter extends WatermarkTarget {
  readonly collect: Collector;
  /** Barriers, cancel markers and ends. Watermarks and statuses have methods of their own. */
  broadcast(element: ControlElement): void;
}

export function createRecordWriter(collect: Collector, channels: readonly OutputChannel[]): RecordWriter {
  const broadcast = (element: ControlElement): void => {
    for (const channel of channels) channel.control(element);
  };
  const events = suppressWhileIdle({
    watermark: (timestamp) => broadcast({ kind: "watermark", timestamp }),
    status: (idle) => broadcast({ kind: "watermarkStatus", idle }),
  });
  return { collect, broadcast, ...events };
}

/**
 * Rule of every output, chained or not: a status equal to the last one is not sent, and while the last one is IDLE watermarks
 * are swallowed (RecordWriterOutput, ChainingOutput).
 */
export function suppressWhileIdle(target: WatermarkTarget): WatermarkTarget {
  let announcedIdle = false;
  return {
    watermark(timestamp) {
      if (!announcedIdle) target.watermark(timestamp);
    },
    status(idle) {
      if (idle === announcedIdle) return;
      announcedIdle = idle;
      target.status(idle);
    },
  };
}
