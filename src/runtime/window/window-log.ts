import { rowLogText } from "../../stream/row-text.ts";
import type { Row } from "../../stream/row.ts";
import type { OperatorContext } from "../api.ts";
import type { TimeWindow } from "./time-window.ts";

/** What the log shows of a window operator, whatever the layout of its state. */
export interface WindowLog {
  /** The current key's window fires; `elements`: how many its function is given, where that is known. */
  fired(window: TimeWindow, elements?: number): void;
  late(row: Row): void;
}

/** Undefined where records are not in the log. */
export function windowLog(context: OperatorContext, lateTag: string | undefined): WindowLog | undefined {
  if (!context.tracesRecords) return undefined;
  const text = rowLogText(context.inputSchemas[0] ?? { fields: [] });
  const outcome = lateTag === undefined ? "dropped" : "sideOutput";
  return {
    fired({ start, end }, elements) {
      const key = context.keyedState.currentKeyText;
      const given = elements === undefined ? {} : { elements };
      context.trace((operator) => ({ kind: "windowFired", operator, key, start, end, ...given }));
    },
    late: (row) => context.trace((operator) => ({ kind: "late", operator, text: text(row), outcome })),
  };
}
