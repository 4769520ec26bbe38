import { ByteWriter } from "../stream/byte-buffer.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { Committer, CommitterContext, SinkWriterContext } from "../runtime/api.ts";

/** A staged piece of a two-phase sink's output, on its way from writer to committer. */
export interface StagedPart {
  readonly transaction: string;
  readonly records: number;
}

/** Collects records for the open transaction of one writer and stages it in parts. */
export interface PartBuffer<Item> {
  append(item: Item): void;
  /** Ends the transaction of checkpoint `checkpointId`: everything appended is staged; returns the parts. */
  prepareCommit(checkpointId: CheckpointId): readonly StagedPart[];
}

/**
 * Largest part kept in memory, in bytes: what does not fit is staged early, so that a long checkpoint interval does not
 * fill the heap. 1 MiB is written in a few milliseconds and makes few files.
 */
const partSizeMax = 1 << 20;

export interface PartOptions<Item> {
  /** File that a part becomes when it is committed. `label` sorts in the order of writing. */
  target(label: string, part: number): string;
  /** Stands at the start of every part. */
  readonly prologue: Uint8Array;
  encode(item: Item, to: ByteWriter): void;
  readonly context: SinkWriterContext;
}

/**
 * Two-phase output by parts: each part is staged under a transaction id of operator, subtask, the checkpoint it was written
 * after, and a number; it becomes durable with the next checkpoint and is published by the committer.
 *
 * Why "after": a part may be staged before the id of its checkpoint is known. The id is never used twice for something
 * published: parts written after checkpoint N are published only once a later checkpoint completed, and no restart goes back to N then.
 * A restart that does go back to N stages the same ids again, over the ones that were never published.
 */
export function createPartBuffer<Item>(options: PartOptions<Item>): PartBuffer<Item> {
  const { context, prologue } = options;
  const bytes = new ByteWriter();
  let records = 0;
  let lastCheckpoint = context.restoredCheckpointId ?? 0;
  let parts: StagedPart[] = [];

  const stage = (): void => {
    const label = String(lastCheckpoint).padStart(8, "0");
    const transaction = `${context.operatorId}-${context.subtask}-${label}-${parts.length}`;
    // A copy: the part goes to another thread with the memory that is behind it.
    context.transactions.stage(transaction, options.target(label, parts.length), bytes.bytes().slice());
    parts.push({ transaction, records });
    bytes.truncate(0);
    records = 0;
  };

  return {
    append(item) {
      if (records === 0) bytes.append(prologue);
      options.encode(item, bytes);
      records++;
      if (bytes.length >= partSizeMax) stage();
    },
    prepareCommit(checkpointId) {
      if (records > 0) stage();
      const prepared = parts;
      parts = [];
      lastCheckpoint = checkpointId;
      for (const { transaction, records: count } of prepared) {
        context.trace((operator) => ({ kind: "preCommitted", operator, transaction, checkpointId, records: count }));
      }
      return prepared;
    },
  };
}

/** Commits staged parts, each once however often it is told to. */
export function createPartCommitter(context: CommitterContext): Committer {
  return {
    commit(committables) {
      for (const part of committables as readonly StagedPart[]) {
        context.transactions.commit(part.transaction);
        context.trace((operator) => ({ kind: "committed", operator, transaction: part.transaction, records: part.records }));
      }
    },
  };
}
