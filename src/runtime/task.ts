import { unreachable } from "../base/assert.ts";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import { counterIndex } from "../observe/counters.ts";
import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { RuntimeCatalog } from "./api.ts";
import { createBarrierHandler } from "./alignment.ts";
import type { Environment, Mail, Progress, Task } from "./environment.ts";
import type { BarrierHandler } from "./io/barrier-handler.ts";
import { Mailbox } from "./mailbox.ts";
import type { AlignmentMetrics } from "./subtask-checkpoints.ts";
import { TaskEnd } from "./task-end.ts";
import type { TaskLoad } from "./task-load.ts";
import { LoadMeter } from "./task-load.ts";
import type { TaskParts } from "./task-parts.ts";
import { buildTask } from "./task-parts.ts";

/** Records taken before room in the outputs is asked for again: what one batch may overshoot by, in the free-running driver. */
const recordsPerRoomCheck = 128;

/** One attempt of a subtask; `files` holds the bytes that `deployment.restore` refers to. It starts with its first `step`. */
export function createTask(
  deployment: TaskDeployment,
  environment: Environment,
  catalog: RuntimeCatalog,
  files: ReadonlyMap<string, Uint8Array>,
): Task {
  return new SubtaskTask({ deployment, environment, catalog, files });
}

interface TaskSetting {
  readonly deployment: TaskDeployment;
  readonly environment: Environment;
  readonly catalog: RuntimeCatalog;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A task that has started. */
interface RunningTask extends TaskParts {
  readonly handler: BarrierHandler;
  readonly end: TaskEnd;
}

/** INITIALIZING until the first step, RUNNING until everything has ended, then FINISHED; CANCELED at any time. */
class SubtaskTask implements Task {
  readonly #setting: TaskSetting;
  readonly #environment: Environment;
  readonly #mailbox = new Mailbox();
  readonly #load: LoadMeter;
  #running: RunningTask | undefined;
  #state: "initializing" | "running" | "over" = "initializing";
  /** The source said that it has more, though the budget of the step was used up. */
  #sourceHasMore = true;

  constructor(setting: TaskSetting) {
    this.#setting = setting;
    this.#environment = setting.environment;
    this.#load = new LoadMeter(setting.environment);
    this.#environment.coordinator.report({ kind: "executionState", state: "INITIALIZING" });
  }

  get busyUntil(): Timestamp {
    return this.#running?.hand?.busyUntil ?? -Infinity;
  }

  post(mail: Mail): void {
    this.#mailbox.post(mail);
  }

  nextTimerAt(): Timestamp {
    const task = this.#running;
    if (task === undefined || this.#state === "over") return Infinity;
    let next = task.end.readsSource ? (task.chain.source?.nextAvailableAt() ?? Infinity) : Infinity;
    for (const node of task.chain.nodes) next = Math.min(next, node.nextTimerAt());
    if (next === Infinity || !task.outputs.hasRoom()) return Infinity;
    return Math.max(next, this.busyUntil);
  }

  step(budget: number): Progress {
    if (this.#state === "over") return "finished";
    this.#load.startStep();
    if (this.#mailbox.canceled) return this.#cancel();
    const task = this.#running ?? this.#start();
    const worked = this.#run(task, budget);
    if (task.end.isOver) this.#state = "over";
    task.outputs.flush();
    this.#publishCounters(task);
    const load = this.#currentLoad(task);
    this.#load.endStep(load, load === "backPressured" ? task.outputs.firstFull() : undefined);
    if (task.end.isOver) return "finished";
    if (worked) return "worked";
    return load === "backPressured" ? "blocked" : "idle";
  }

  close(): void {
    const task = this.#running;
    this.#state = "over";
    if (task === undefined) return;
    this.#running = undefined;
    task.inputs.close();
    // The channels of a finished task still hold what its consumers have not read.
    if (task.end.isOver) return;
    for (const { operator } of task.chain.nodes.toReversed()) operator.close?.();
    task.outputs.close();
  }

  #start(): RunningTask {
    const { deployment } = this.#setting;
    const parts = buildTask({
      ...this.#setting,
      activeClock: this.#load.activeClock,
      actions: {
        endOfInput: (input) => this.#running?.end.endInput(input),
        endOfData: (mode) => this.#running?.end.endData(mode),
      },
      countLateDropped: () => this.#add("lateDropped", 1),
    });
    const end = new TaskEnd({ parts, deployment, coordinator: this.#environment.coordinator });
    const handler = createBarrierHandler({
      options: deployment.options,
      environment: this.#environment,
      inputs: parts.inputs,
      checkpoints: parts.checkpoints,
      take: (barrier, metrics) => this.#takeCheckpoint(barrier, metrics),
    });
    parts.inputs.attach(handler);
    const task = { ...parts, handler, end };
    this.#running = task;
    this.#logRestore();
    for (const node of parts.chain.nodes.toReversed()) node.open();
    this.#state = "running";
    this.#environment.coordinator.report({ kind: "executionState", state: "RUNNING" });
    if (deployment.restore?.finished === true) end.endFinished();
    return task;
  }

  #logRestore(): void {
    const { restore } = this.#setting.deployment;
    if (restore === undefined) return;
    let bytes = 0;
    for (const { keyGroups, operatorStates } of restore.operators) {
      for (const { range } of keyGroups) bytes += range.length;
      for (const { elements } of operatorStates) for (const { range } of elements) bytes += range.length;
    }
    this.#environment.trace.emit({ kind: "restored", checkpointId: restore.checkpointId, bytes });
  }

  /** Everything that can be done now, with at most `budget` elements. Returns whether anything was. */
  #run(task: RunningTask, budget: number): boolean {
    const { hand } = task;
    let worked = false;
    if (hand?.isEmpty === false) {
      if (this.#environment.clock.now() < hand.busyUntil) return false;
      hand.finish();
      worked = true;
    }
    for (let taken = 0; ; ) {
      if (task.paused.length > 0) {
        if (!this.#resumePaused(task)) return worked;
        worked = true;
      }
      if (this.#handleMail(task) || this.#fireTimers(task) || task.end.proceed()) {
        worked = true;
        if (task.end.isOver) return true;
        continue;
      }
      if (taken >= budget || !task.outputs.hasRoom()) return worked;
      const elements = this.#take(task, Math.min(budget - taken, recordsPerRoomCheck));
      if (elements === 0) return worked;
      taken += elements;
      worked = true;
      if (hand?.isEmpty === false) return true;
    }
  }

  /** Goes on with the event timers of operators that had to stop; false while there is no room. */
  #resumePaused(task: RunningTask): boolean {
    while (task.paused.length > 0) {
      if (!task.outputs.hasRoom()) return false;
      task.paused.shift()?.resumeWatermark();
    }
    return true;
  }

  /** Handles the next mail; false when there is none. */
  #handleMail(task: RunningTask): boolean {
    const mail = this.#mailbox.take();
    if (mail === undefined) return false;
    switch (mail.kind) {
      case "triggerCheckpoint":
        this.#triggerCheckpoint(task, mail.barrier);
        break;
      case "checkpointComplete":
        this.#completeCheckpoint(task, mail.checkpointId);
        break;
      case "checkpointAborted":
        if (mail.latestCompletedId > 0) this.#completeCheckpoint(task, mail.latestCompletedId);
        task.checkpoints.abort(mail.checkpointId);
        break;
      case "operatorEvent":
        task.chain.source?.handleEvent(mail.event);
        this.#sourceHasMore = true;
        break;
      case "snapshotWritten":
        task.checkpoints.written(mail.checkpointId, mail.path);
        break;
      case "snapshotFailed":
        task.checkpoints.failed(mail.checkpointId, mail.message);
        break;
      case "portReply":
        task.requests.get(mail.requestId)?.operator.onPortReply?.(mail.requestId, mail.reply);
        task.requests.delete(mail.requestId);
        break;
      case "userInput":
        task.chain.nodes.find(({ deployed }) => deployed.operatorId === mail.operatorId)?.operator.onUserInput?.(mail.input);
        break;
      case "cancel":
        break;
      default:
        unreachable(mail);
    }
    return true;
  }

  #triggerCheckpoint(task: RunningTask, barrier: CheckpointBarrier): void {
    if (task.end.hasEnded) {
      task.checkpoints.decline(barrier.id, "CHECKPOINT_DECLINED_TASK_CLOSING", "the task has sent the end of its partitions");
    } else if (task.inputs.channels > 0) {
      task.handler.barrierByCall(barrier);
    } else {
      const startDelayMs = Math.max(0, this.#environment.clock.now() - barrier.triggeredAt);
      this.#takeCheckpoint(barrier, { startDelayMs, alignmentMs: 0 });
    }
  }

  #takeCheckpoint(barrier: CheckpointBarrier, metrics: AlignmentMetrics): void {
    const task = this.#running;
    if (task?.checkpoints.take(barrier, metrics) === true) task.end.checkpointTaken(barrier.id);
  }

  #completeCheckpoint(task: RunningTask, checkpointId: number): void {
    task.checkpoints.complete(checkpointId);
    task.end.checkpointCompleted(checkpointId);
  }

  /** Fires the earliest processing timer that is due; false when there is none, or no room for what it may emit. */
  #fireTimers(task: RunningTask): boolean {
    const now = this.#environment.clock.now();
    let due = now;
    let found;
    for (const node of task.chain.nodes) {
      const at = node.nextTimerAt();
      if (at > due || (at === due && found !== undefined)) continue;
      due = at;
      found = node;
    }
    if (found === undefined || !task.outputs.hasRoom()) return false;
    found.fireTimer(now);
    return true;
  }

  /** Takes elements from the source or the gates; returns how many. */
  #take(task: RunningTask, budget: number): number {
    const { hand, inputs, chain } = task;
    if (chain.source === undefined) return inputs.read(hand === undefined ? budget : 1);
    if (!task.end.readsSource) return 0;
    const before = hand?.taken ?? 0;
    const status = chain.source.poll(hand === undefined ? chain.source.output : (row, timestamp) => hand.take(0, row, timestamp));
    this.#sourceHasMore = status === "moreAvailable";
    if (status === "endOfInput") task.end.endSource();
    const records = hand === undefined ? 0 : hand.taken - before;
    return status === "nothingAvailable" ? records : Math.max(records, 1);
  }

  #currentLoad(task: RunningTask): TaskLoad {
    if (task.hand?.isEmpty === false) return "busy";
    if (task.paused.length > 0 || !task.outputs.hasRoom()) return "backPressured";
    const hasInput = task.chain.source === undefined ? task.inputs.isReadable() : task.end.readsSource && this.#sourceHasMore;
    return hasInput ? "busy" : "idle";
  }

  #cancel(): Progress {
    this.#state = "over";
    this.#environment.coordinator.report({ kind: "executionState", state: "CANCELED" });
    return "finished";
  }

  #publishCounters({ inputs, outputs, chain }: RunningTask): void {
    const { counters } = this.#environment;
    counters[counterIndex.recordsIn] = inputs.recordsIn;
    counters[counterIndex.recordsOut] = outputs.recordsSent();
    counters[counterIndex.watermark] = chain.nodes[0]?.currentWatermark ?? -Infinity;
    this.#add("heartbeat", 1);
  }

  #add(name: "lateDropped" | "heartbeat", amount: number): void {
    const { counters } = this.#environment;
    counters[counterIndex[name]] = (counters[counterIndex[name]] ?? 0) + amount;
  }
}
