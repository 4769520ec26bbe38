import { assert } from "../base/assert.ts";
import { newestCheckpoint, noCheckpoint, toCheckpointId, toSubtaskIndex } from "../stream/indices.ts";
import type { CheckpointId, SubtaskIndex } from "../stream/indices.ts";
import type { Row } from "../stream/row.ts";
import type { Operator } from "./api.ts";
import type { SinkOperatorOptions } from "./sink-writer-operator.ts";

const stateName = "committables";

/** Committables of one writer subtask for one checkpoint. */
interface Pending {
  readonly checkpointId: CheckpointId;
  readonly subtask: SubtaskIndex;
  readonly committables: readonly unknown[];
}

/**
 * The committer node of a two-phase sink (CommitterOperator): keeps committables until the checkpoint that holds
 * them is complete, then publishes them, oldest first. What a missed notification left is covered by the next one.
 */
export function createCommitterOperator({ factory, config, context, restoredCheckpointId }: SinkOperatorOptions): Operator {
  const { createCommitter } = factory;
  assert(createCommitter !== undefined, `[TK15] ${context.name}: only a two-phase sink has a committer`);
  const committer = createCommitter.call(factory, config, {
    name: context.name,
    operatorId: context.operatorId,
    transactions: context.transactions,
    trace: context.trace,
  });
  const state = context.operatorState.list<Pending>(stateName, "split");
  let pending: readonly Pending[] = state.get();
  let committedUpTo = restoredCheckpointId ?? noCheckpoint;

  const commitUpTo = (checkpointId: CheckpointId): void => {
    committedUpTo = newestCheckpoint(committedUpTo, checkpointId);
    const due = pending.filter((entry) => entry.checkpointId <= committedUpTo);
    pending = pending.filter((entry) => entry.checkpointId > committedUpTo);
    for (const entry of due.toSorted((left, right) => left.checkpointId - right.checkpointId)) {
      committer.commit(entry.committables);
    }
  };
  return {
    inputs: [
      (row) => {
        const entry = pendingOf(row);
        const known = pending.some((other) => other.checkpointId === entry.checkpointId && other.subtask === entry.subtask);
        assert(!known, `[TK16] committables of checkpoint ${entry.checkpointId}, subtask ${entry.subtask}, arrive once`);
        pending = [...pending, entry];
      },
    ],
    open() {
      if (restoredCheckpointId !== undefined) commitUpTo(restoredCheckpointId);
    },
    snapshotState() {
      state.update(pending);
    },
    onCheckpointComplete: commitUpTo,
    endInput() {
      if (!context.checkpointingEnabled) commitUpTo(toCheckpointId(Infinity));
    },
  };
}

function pendingOf(row: Row): Pending {
  const { checkpointId, subtask, committables } = row;
  assert(Array.isArray(committables), "[TK16] a committable record carries a list");
  return { checkpointId: toCheckpointId(Number(checkpointId)), subtask: toSubtaskIndex(Number(subtask)), committables };
}
