import type { CheckpointId } from "../stream/indices.ts";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { EndOfData } from "../stream/control-element.ts";
import { maxTimestamp } from "../stream/timestamp.ts";
import type { CoordinatorGateway } from "./environment.ts";
import type { OperatorNode } from "./operator-node.ts";
import type { TaskParts } from "./task-parts.ts";

export interface TaskEndOptions {
  readonly parts: Pick<TaskParts, "chain" | "outputs" | "inputs" | "checkpoints">;
  readonly deployment: TaskDeployment;
  readonly coordinator: CoordinatorGateway;
}

/**
 * How a task comes to its end: `reading` -> `finishing` its operators, head to tail -> `ended`:
 * EndOfData is sent, it waits for the end of its inputs and for the final checkpoint -> `closing`: EndOfPartition is sent
 * -> `over`.
 */
export class TaskEnd {
  readonly #parts: TaskEndOptions["parts"];
  readonly #coordinator: CoordinatorGateway;
  readonly #finalCheckpoint: boolean;
  #phase: "reading" | "sourceEnded" | "finishing" | "ended" | "closing" | "over" = "reading";
  #mode: EndOfData["mode"] = "drain";
  #finished = 0;
  #finalCheckpointId: CheckpointId | undefined;
  #finalCheckpointComplete = false;

  constructor({ parts, deployment: { options }, coordinator }: TaskEndOptions) {
    this.#parts = parts;
    this.#coordinator = coordinator;
    this.#finalCheckpoint = options.checkpointingEnabled && options.checkpointsAfterTasksFinish;
  }

  /** False once the source has nothing more to give. */
  get readsSource(): boolean {
    return this.#phase === "reading";
  }

  /** True once the end of every partition was sent: no barrier can follow. */
  get hasEnded(): boolean {
    return this.#phase === "closing" || this.#phase === "over";
  }

  get isOver(): boolean {
    return this.#phase === "over";
  }

  /** The reader has nothing more. A record in hand is still to be processed. */
  endSource(): void {
    this.#phase = "sourceEnded";
  }

  /** Input `input` of the head has ended. */
  endInput(input: number): void {
    this.#parts.chain.nodes[0]?.operator.endInput?.(input);
  }

  /** All inputs of the head have ended. */
  endData(mode: EndOfData["mode"]): void {
    this.#mode = mode;
    if (this.#phase === "reading") this.#phase = "finishing";
  }

  /** The whole task had ended before the checkpoint that it was restored from. */
  endFinished(): void {
    this.#parts.outputs.broadcast({ kind: "watermark", timestamp: maxTimestamp });
    this.#phase = "finishing";
  }

  /** A snapshot was taken: the first one behind the end of data is the final one. */
  checkpointTaken(checkpointId: CheckpointId): void {
    if (this.#phase === "ended") this.#finalCheckpointId ??= checkpointId;
  }

  checkpointCompleted(checkpointId: CheckpointId): void {
    if (this.#finalCheckpointId !== undefined && checkpointId >= this.#finalCheckpointId) this.#finalCheckpointComplete = true;
  }

  /** Takes the next possible step towards the end; false when there is none. Not called while a record is in hand. */
  proceed(): boolean {
    switch (this.#phase) {
      case "reading":
      case "over":
        return false;
      case "sourceEnded":
        this.#parts.chain.source?.emitMaxWatermark();
        this.#phase = "finishing";
        return true;
      case "finishing":
        return this.#finishNext();
      case "ended":
        return this.#sendEndOfPartition();
      case "closing":
        return this.#closeWhenSent();
    }
  }

  #finishNext(): boolean {
    const { chain, outputs } = this.#parts;
    const node = chain.nodes[this.#finished];
    if (node !== undefined) {
      this.#finishOperator(node);
      this.#finished += 1;
      return true;
    }
    outputs.broadcast({ kind: "endOfData", mode: this.#mode });
    this.#phase = "ended";
    this.#coordinator.report({ kind: "endOfData" });
    return true;
  }

  #finishOperator(node: OperatorNode): void {
    const { index, operator, inputs } = node;
    const drains = this.#mode === "drain";
    if (index > 0 && drains) for (const input of inputs.keys()) operator.endInput?.(input);
    node.quiesce();
    if (drains) operator.finish?.();
  }

  #sendEndOfPartition(): boolean {
    const { inputs, outputs } = this.#parts;
    const awaitsCheckpoint = this.#finalCheckpoint && this.#mode === "drain" && !this.#finalCheckpointComplete;
    if (awaitsCheckpoint || !inputs.isFinished()) return false;
    outputs.broadcast({ kind: "endOfPartition" });
    inputs.logPassed();
    this.#phase = "closing";
    return true;
  }

  /** Records that wait inside a full channel would be lost with the task. */
  #closeWhenSent(): boolean {
    const { chain, outputs, checkpoints } = this.#parts;
    // A checkpoint whose barrier was sent must not wait for a task that is gone (Flink's waitForPendingCheckpoints).
    if (!outputs.hasRoom() || checkpoints.isWriting) return false;
    for (const { operator } of chain.nodes.toReversed()) operator.close?.();
    this.#phase = "over";
    this.#coordinator.report({ kind: "executionState", state: "FINISHED" });
    return true;
  }
}
