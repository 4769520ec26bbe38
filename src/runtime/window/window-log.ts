import { namespaceText } from "../../observe/event.ts";
import { rowLogText } from "../../stream/row-text.ts";
import type { Row } from "../../stream/row.ts";
import type { OperatorContext } from "../api.ts";
import type { TimeWindow } from "./time-window.ts";

/** What the log shows of a window operator, whatever the layout of its state. */
export interface WindowLog {
  /** The current key's window fires. `contents`: whose they are, where windows merge; `elements`: how many, where that is known. */
  fired(window: TimeWindow, of?: { readonly contents: TimeWindow; readonly elements: number | undefined }): void;
  late(row: Row): void;
}

/** Undefined where records are not in the log. */
export function createWindowLog(context: OperatorContext, lateTag: string | undefined): WindowLog | undefined {
  if (!context.tracesRecords) return undefined;
  const text = rowLogText(context.inputSchemas[0] ?? { fields: [] });
  const outcome = lateTag === undefined ? "dropped" : "sideOutput";
  return {
    fired(window, { contents, elements } = { contents: window, elements: undefined }) {
      const { start, end } = window;
      const key = context.keyedState.currentKeyText;
      const isOwn = contents.start === start && contents.end === end;
      const given = { ...(elements === undefined ? {} : { elements }), ...(isOwn ? {} : { contents: namespaceText(contents) }) };
      context.trace((operator) => ({ kind: "windowFired", operator, key, start, end, ...given }));
    },
    late: (row) => context.trace((operator) => ({ kind: "late", operator, text: text(row), outcome })),
  };
}
