import { newestCheckpoint, noCheckpoint } from "../stream/indices.ts";
import type { CheckpointId, TaskIndex } from "../stream/indices.ts";
import type { LogEvent } from "./event.ts";
import type { InvariantCheck } from "./invariants.ts";

interface Checkpoint {
  readonly expected: ReadonlySet<TaskIndex>;
  readonly savepoint: boolean;
  readonly acknowledged: Set<TaskIndex>;
  outcome: "pending" | "completed" | "failed" | "discarded";
}

/** Checkpoints complete once everybody acknowledged, and transactions are published behind a completed checkpoint only. [CP11] */
export class CheckpointInvariants {
  readonly #checkpoints = new Map<CheckpointId, Checkpoint>();
  /** Checkpoint that a transaction became durable with. */
  readonly #preCommitted = new Map<string, number>();
  #latestCompleted = noCheckpoint;

  check({ body }: LogEvent, holds: InvariantCheck): void {
    switch (body.kind) {
      case "checkpointTriggered":
        this.#checkpoints.set(body.checkpointId, {
          expected: new Set(body.expected),
          savepoint: body.savepoint,
          acknowledged: new Set(),
          outcome: "pending",
        });
        return;
      case "checkpointAcknowledged":
        this.#checkpoints.get(body.checkpointId)?.acknowledged.add(body.from);
        return;
      case "checkpointFailed":
        this.#end(body.checkpointId, "failed", holds);
        return;
      case "checkpointCompleted": {
        const checkpoint = this.#checkpoints.get(body.checkpointId);
        const all = checkpoint !== undefined && [...checkpoint.expected].every((subtask) => checkpoint.acknowledged.has(subtask));
        holds(all, "[CP11] a checkpoint completes when every expected subtask has acknowledged it");
        this.#end(body.checkpointId, "completed", holds);
        if (checkpoint?.savepoint === false) this.#latestCompleted = newestCheckpoint(this.#latestCompleted, body.checkpointId);
        return;
      }
      case "restoring":
        holds((body.checkpointId ?? noCheckpoint) >= this.#latestCompleted, "[CP12] a job goes back to its newest complete checkpoint");
        if (body.checkpointId === undefined) return;
        // A checkpoint whose metadata was written as its job master died is complete, though nobody logged it.
        this.#latestCompleted = newestCheckpoint(this.#latestCompleted, body.checkpointId);
        return;
      case "checkpointDiscarded": {
        const checkpoint = this.#checkpoints.get(body.checkpointId);
        if (checkpoint !== undefined) checkpoint.outcome = "discarded";
        const kept = [...this.#checkpoints].filter(([, { outcome, savepoint }]) => outcome === "completed" && !savepoint);
        this.#latestCompleted = kept.reduce((newest, [id]) => newestCheckpoint(newest, id), noCheckpoint);
        return;
      }
      case "preCommitted":
        this.#preCommitted.set(body.transaction, body.checkpointId);
        return;
      case "committed": {
        const checkpointId = this.#preCommitted.get(body.transaction);
        const durable = this.#checkpoints.size === 0 || (checkpointId !== undefined && checkpointId <= this.#latestCompleted);
        holds(durable, "[CP11] a transaction is published behind the completed checkpoint that holds it");
        return;
      }
      default:
    }
  }

  #end(id: CheckpointId, outcome: "completed" | "failed", holds: InvariantCheck): void {
    const checkpoint = this.#checkpoints.get(id);
    holds(checkpoint?.outcome === "pending", "[CP11] a checkpoint ends once");
    if (checkpoint !== undefined) checkpoint.outcome = outcome;
  }
}
