import type { CheckpointId, ListBy, SubtaskIndex, TaskIndex } from "../stream/indices.ts";
import type { EnumeratorContext, SplitEnumerator } from "../runtime/api.ts";
import type { OperatorEvent } from "../runtime/environment.ts";
import { engineMessage } from "../base/engine-messages.ts";
import { SplitAssignments } from "./split-assignments.ts";

/** A source operator of the job: where it runs, and how its enumerator is made. */
export interface SourcePlan {
  readonly operatorId: string;
  /** As a person named it. */
  readonly name: string;
  /** Subtasks of its vertex, as indices of the topology. */
  readonly subtasks: ListBy<SubtaskIndex, TaskIndex>;
  createEnumerator(context: EnumeratorContext): SplitEnumerator;
}

/** Ways out of a source coordinator. `subtask` is an index of the topology. */
export interface SourceCoordinatorGateway {
  sendEvent(subtask: TaskIndex, operatorId: string, event: OperatorEvent): void;
  /** The enumerator threw: the whole job fails. */
  fail(message: string): void;
}

/**
 * Hosts the split enumerator of one source, remembers who got which split since which checkpoint, and holds events back while
 * a checkpoint cuts between enumerator and readers (Flink's SourceCoordinator and OperatorCoordinatorHolder).
 */
export class SourceCoordinator {
  readonly #source: SourcePlan;
  readonly #gateway: SourceCoordinatorGateway;
  #enumerator: SplitEnumerator | undefined;
  #assignments = new SplitAssignments();
  readonly #registered = new Set<SubtaskIndex>();
  readonly #noMoreSplits = new Set<SubtaskIndex>();
  /** Per subtask: checkpoints that it has not acknowledged since the enumerator's snapshot. */
  readonly #closedFor: ListBy<SubtaskIndex, Set<CheckpointId>>;
  readonly #held: ListBy<SubtaskIndex, OperatorEvent[]>;

  constructor(source: SourcePlan, gateway: SourceCoordinatorGateway) {
    this.#source = source;
    this.#gateway = gateway;
    this.#closedFor = source.subtasks.map(() => new Set());
    this.#held = source.subtasks.map((): OperatorEvent[] => []);
  }

  get operatorId(): string {
    return this.#source.operatorId;
  }

  /** Global start or restart: a new enumerator from `restored`, nobody registered, nothing assigned. [RS6] */
  start(restored: unknown): void {
    this.#registered.clear();
    this.#noMoreSplits.clear();
    this.#assignments = new SplitAssignments();
    for (const index of this.#source.subtasks.keys()) this.#forget(index);
    this.#guard(() => {
      this.#enumerator = this.#source.createEnumerator(this.#enumeratorContext(restored));
      this.#enumerator.start();
    });
  }

  onEvent(subtask: TaskIndex, event: OperatorEvent): void {
    const index = this.#source.subtasks.indexOf(subtask);
    this.#guard(() => {
      switch (event.kind) {
        case "readerRegistered":
          if (this.#registered.has(index)) return;
          this.#registered.add(index);
          this.#enumerator?.addReader(index);
          return;
        case "requestSplit":
          if (!this.#noMoreSplits.has(index)) this.#enumerator?.handleSplitRequest(index);
          return;
        case "sourceEvent":
          this.#enumerator?.handleSourceEvent?.(index, event.event);
          return;
        case "addSplits":
        case "noMoreSplits":
          throw new Error(`a reader does not send ${event.kind}`);
      }
    });
  }

  /** State of the enumerator; from now on events wait until their subtask has acknowledged `checkpointId`. [CP5] */
  snapshot(checkpointId: CheckpointId): unknown {
    this.#assignments.cut(checkpointId);
    for (const closed of this.#closedFor) closed.add(checkpointId);
    return this.#enumerator?.snapshotState(checkpointId);
  }

  acknowledged(subtask: TaskIndex, checkpointId: CheckpointId): void {
    this.#reopen(this.#source.subtasks.indexOf(subtask), checkpointId);
  }

  completed(checkpointId: CheckpointId): void {
    this.#assignments.completed(checkpointId);
    for (const index of this.#source.subtasks.keys()) this.#reopen(index, checkpointId);
  }

  aborted(checkpointId: CheckpointId): void {
    for (const index of this.#source.subtasks.keys()) this.#reopen(index, checkpointId);
  }

  /** The subtask is gone; what was on its way to it is dropped. */
  subtaskFailed(subtask: TaskIndex): void {
    const index = this.#source.subtasks.indexOf(subtask);
    if (index < 0) return;
    this.#registered.delete(index);
    this.#noMoreSplits.delete(index);
    this.#forget(index);
  }

  /** The subtask starts again from `checkpointId` (undefined: from nothing): splits it got since then go back. [RS5] */
  subtaskReset(subtask: TaskIndex, checkpointId: CheckpointId | undefined): void {
    const index = this.#source.subtasks.indexOf(subtask);
    if (index < 0) return;
    this.subtaskFailed(subtask);
    const splits = this.#assignments.takeBack(index, checkpointId);
    if (splits.length > 0) this.#guard(() => this.#enumerator?.addSplitsBack(splits, index));
  }

  #enumeratorContext(restored: unknown): EnumeratorContext {
    return {
      parallelism: this.#source.subtasks.length,
      restored,
      assignSplits: (index, splits) => {
        this.#assignments.assigned(index, splits);
        this.#send(index, { kind: "addSplits", splits });
      },
      signalNoMoreSplits: (index) => {
        this.#noMoreSplits.add(index);
        this.#send(index, { kind: "noMoreSplits" });
      },
    };
  }

  #send(index: SubtaskIndex, event: OperatorEvent): void {
    const closed = this.#closedFor[index];
    if (closed !== undefined && closed.size > 0) this.#held[index]?.push(event);
    else this.#deliver(index, event);
  }

  #deliver(index: SubtaskIndex, event: OperatorEvent): void {
    const subtask = this.#source.subtasks[index];
    if (subtask !== undefined) this.#gateway.sendEvent(subtask, this.#source.operatorId, event);
  }

  #reopen(index: SubtaskIndex, checkpointId: CheckpointId): void {
    const closed = this.#closedFor[index];
    if (closed === undefined || !closed.delete(checkpointId) || closed.size > 0) return;
    for (const event of this.#held[index]?.splice(0) ?? []) this.#deliver(index, event);
  }

  #forget(index: SubtaskIndex): void {
    this.#closedFor[index]?.clear();
    this.#held[index]?.splice(0);
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#gateway.fail(engineMessage("enumeratorFailed", { operator: this.#source.name, message }));
    }
  }
}
