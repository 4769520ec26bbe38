import type { TaskDeployment } from "../graph/task-deployment.ts";
import { counterIndex } from "../observe/counters.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { RuntimeCatalog } from "./api.ts";
import type { Environment, Mail, Progress, Task } from "./environment.ts";
import { Mailbox } from "./mailbox.ts";
import type { RunningTask, TaskSetting } from "./running-task.ts";
import { startTask } from "./running-task.ts";
import type { TaskLoad } from "./task-load.ts";
import { LoadMeter } from "./task-load.ts";
import { deliver } from "./task-mail.ts";

/** Mails, timers and batches after which a step ends though there is more to do. */
const actionsPerStep = 256;

/** Six times a second: often enough for a picture of the traffic, next to nothing beside a million records. */
const logPassedEveryMs = 160;

/** One attempt of a subtask; `files` holds the bytes that `deployment.restore` refers to. It starts with its first `step`. */
export function createTask(
  deployment: TaskDeployment,
  environment: Environment,
  catalog: RuntimeCatalog,
  files: ReadonlyMap<string, Uint8Array>,
): Task {
  return new SubtaskTask({ deployment, environment, catalog, files });
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
  #loggedPassedAt: Timestamp = -Infinity;

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
    this.#running ??= this.#start();
    const task = this.#running;
    const worked = this.#run(task, budget);
    task.memory.check();
    if (task.end.isOver) this.#state = "over";
    task.outputs.flush();
    this.#logPassed(task);
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
    task.checkpoints.close();
    task.inputs.close();
    // The channels of a finished task still hold what its consumers have not read.
    if (task.end.isOver) return;
    for (const { operator } of task.chain.nodes.toReversed()) operator.close?.();
    task.outputs.close();
  }

  #start(): RunningTask {
    const task = startTask(this.#setting, {
      activeClock: this.#load.activeClock,
      countLateDropped: () => this.#add("lateDropped", 1),
      onWait: (waits) => {
        this.#load.waitInStep(waits);
        // One record may become millions: what became of them is told in the middle of it.
        if (waits && this.#running !== undefined) this.#logPassed(this.#running);
      },
    });
    this.#state = "running";
    return task;
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
    for (let taken = 0, actions = 0; actions < actionsPerStep; ) {
      const action = this.#act(task);
      if (action === "blocked") return worked;
      if (action === "none") {
        const sliced = task.checkpoints.writeSlice();
        const elements = taken < budget && task.outputs.hasRoom() ? this.#take(task, budget - taken) : 0;
        if (elements === 0) return worked || sliced;
        taken += elements;
      }
      worked = true;
      actions += 1;
      if (task.end.isOver || task.paused.length > 0 || hand?.isEmpty === false) return true;
    }
    return true;
  }

  /** What comes before the next element: event timers that had to stop, mail, processing timers, the end. */
  #act(task: RunningTask): "done" | "none" | "blocked" {
    if (task.paused.length > 0) {
      if (task.outputs.hasRoom()) task.paused.shift()?.resumeWatermark();
      else if (!task.checkpoints.writeSlice()) return "blocked";
      return "done";
    }
    return this.#handleMail(task) || this.#fireTimers(task) || task.end.proceed() ? "done" : "none";
  }

  /** Handles the next mail; false when there is none. */
  #handleMail(task: RunningTask): boolean {
    const mail = this.#mailbox.take();
    if (mail === undefined) return false;
    if (mail.kind === "operatorEvent") this.#sourceHasMore = true;
    deliver(mail, task, this.#environment.clock);
    return true;
  }

  /** Fires the earliest processing timer that is due; false when there is none, or no room for what it may emit. */
  #fireTimers(task: RunningTask): boolean {
    let due = Infinity;
    let found;
    for (const node of task.chain.nodes) {
      const at = node.nextTimerAt();
      if (at >= due) continue;
      due = at;
      found = node;
    }
    if (found === undefined) return false;
    const now = this.#environment.clock.now();
    if (due > now || !task.outputs.hasRoom()) return false;
    found.fireTimer(now);
    return true;
  }

  /** Takes elements from the source or the gates; returns how many, at most. 0: there is nothing to take. */
  #take(task: RunningTask, budget: number): number {
    const { hand, inputs, chain, outputs } = task;
    const unasked = outputs.channels.length === 0 ? budget : Math.min(budget, this.#setting.deployment.options.tuning.recordsAtOnce);
    const atOnce = hand === undefined ? unasked : 1;
    if (chain.source === undefined) return inputs.read(atOnce);
    if (!task.end.readsSource) return 0;
    const status = chain.source.poll(atOnce);
    this.#sourceHasMore = status === "moreAvailable";
    if (status === "endOfInput") task.end.endSource();
    return status === "nothingAvailable" ? 0 : atOnce;
  }

  #currentLoad(task: RunningTask): TaskLoad {
    if (task.hand?.isEmpty === false) return "busy";
    if (task.paused.length > 0 || !task.outputs.hasRoom()) return "backPressured";
    const hasInput = task.chain.source === undefined ? task.inputs.isReadable() : task.end.readsSource && this.#sourceHasMore;
    return hasInput ? "busy" : "idle";
  }

  /** Records that are not logged one by one appear in the log as counts, now and then. */
  #logPassed({ inputs, outputs }: RunningTask): void {
    if (this.#environment.trace.records) return;
    const now = this.#environment.clock.now();
    if (now - this.#loggedPassedAt < logPassedEveryMs) return;
    // The first records are told of at once.
    if (this.#loggedPassedAt === -Infinity && inputs.recordsIn === 0 && outputs.recordsSent() === 0) return;
    this.#loggedPassedAt = now;
    inputs.logPassed();
    outputs.logPassed();
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
