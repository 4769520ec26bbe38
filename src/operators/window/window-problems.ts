import type { Diagnostic } from "../../graph/diagnostic.ts";
import { windowsPerRecordMax } from "../../graph/document-limits.ts";
import type { CommonConfig } from "./config.ts";

/** Flink refuses these when the pipeline is built; here they are errors of the job. [WN20] */
export function offsetProblems(offset: number, limit: number, of: "size" | "slide"): readonly Diagnostic[] {
  if (Math.abs(offset) < limit) return [];
  const message = `The offset must be shorter than the ${of}: between ${-limit + 1} and ${limit - 1} ms.`;
  return [{ severity: "error", code: "window.offset", message, values: { limit: limit - 1 }, field: "offset" }];
}

/** Each record is put into so many windows, with a state of its own in each. [GR59] */
export function overlapProblems({ size, slide }: { readonly size: number; readonly slide: number }): readonly Diagnostic[] {
  const windows = Math.ceil(size / slide);
  if (windows <= windowsPerRecordMax) return [];
  const message = `Each record falls into ${windows} windows, more than ${windowsPerRecordMax}. Make the slide longer or the size shorter.`;
  return [{ severity: "error", code: "window.overlap", message, values: { windows, limit: windowsPerRecordMax }, field: "slide" }];
}

interface SessionGaps {
  readonly gap?: number | undefined;
  readonly dynamicGap?: string | undefined;
}

/** A session has a gap: one for all rows, or one of each row. [WN3] */
export function gapProblems({ gap, dynamicGap }: SessionGaps): readonly Diagnostic[] {
  if (gap !== undefined || dynamicGap !== undefined) return [];
  const message = "A session ends after a gap. Say how long it is, or give a function that tells it for each row.";
  return [{ severity: "error", code: "window.gap", message, field: "gap" }];
}

/** Windows that merge need triggers that can, and have no state of their own. [WN7] [WN20] */
export function mergingProblems({ trigger, timeout, function: called }: CommonConfig): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const refuse = (code: string, message: string, field: string): void => {
    found.push({ severity: "error", code, message, field });
  };
  const triggerAdvice = "Sessions merge, and this trigger cannot. Choose another one, or windows that do not merge.";
  if (trigger?.type === "delta") refuse("window.trigger-merge", triggerAdvice, "trigger.type");
  if (timeout !== undefined) refuse("window.trigger-merge", triggerAdvice, "timeout");
  if (called.type === "process" && called.windowState.length > 0) {
    refuse("window.state-merge", "Sessions merge, so they have no state of their own. Use the state of the key.", "function.windowState");
  }
  return found;
}

/** A global window never ends, so without a trigger it never fires. [WN20] */
export function neverFires(endOfStream: boolean, { trigger, timeout }: CommonConfig): readonly Diagnostic[] {
  if (endOfStream || timeout !== undefined || (trigger !== undefined && trigger.type !== "never")) return [];
  const message = "This window never fires. Choose a trigger, or let it fire at the end of the stream.";
  return [{ severity: "warning", code: "window.never-fires", message, field: "trigger" }];
}
