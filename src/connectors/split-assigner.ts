import type { EnumeratorContext, SplitEnumerator } from "../runtime/api.ts";

/**
 * Enumerator for a fixed list of splits: a reader that asks gets the next one, and is told when none are left. Its state is the
 * list of splits not assigned yet.
 */
export function createListEnumerator<Split>(splits: readonly Split[], context: EnumeratorContext): SplitEnumerator {
  const pending: unknown[] = Array.isArray(context.restored) ? [...context.restored] : [...splits];
  return {
    start() {},
    addReader() {},
    handleSplitRequest(subtask) {
      const split = pending.shift();
      if (split === undefined) context.signalNoMoreSplits(subtask);
      else context.assignSplits(subtask, [split]);
    },
    addSplitsBack(returned) {
      pending.unshift(...returned);
    },
    snapshotState: () => [...pending],
  };
}
