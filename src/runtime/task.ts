import type { TaskDeployment } from "../graph/task-deployment.ts";
import { counterIndex } from "../observe/counters.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { RuntimeCatalog } from "./api.ts";
import type { Environment, Mail, Progress, Task } from "./environment.ts";
import { Mailbox } from "./mailbox.ts";
import type { TaskLoad } from "./task-load.ts";
import { LoadMeter } from "./task-load.ts";
import { deliver } from "./task-mail.ts";
import type { TaskMeters, TaskParts } from "./task-parts.ts";
import { buildTask } from "./task-parts.ts";

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
  return new OperatorTask(environment, (meters) => buildTask({ deployment, environment, catalog, files, ...meters }));
}

/** Runs a chain: INITIALIZING until the first step, RUNNING until everything has ended, then FINISHED; CANCELED at any time. */
class OperatorTask implements Task {
  readonly #build: (meters: TaskMeters) => TaskParts;
  readonly #environment: Environment;
  readonly #mailbox = new Mailbox();
  readonly #load: LoadMeter;
  #running: TaskParts | undefined;
  #state: "initializing" | "running" | "over" = "initializing";
  /** The source said that it has more, though the budget of the step was used up. */
  #sourceHasMore = true;
  #loggedPassedAt: Timestamp = -Infinity;
  /** Of `TaskInputs.recordsIn`, those that went into the counts of the chain. */
  #countedIn = 0;

  constructor(environment: Environment, build: (meters: TaskMeters) => TaskParts) {
    this.#environment = environment;
    this.#build = build;
    this.#load = new LoadMeter(environment);
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
    if (next === Infinity || !task.intake.hasRoom()) return Infinity;
    return Math.max(next, this.busyUntil);
  }

  step(budget: number): Progress {
    if (this.#state === "over") return "finished";
    this.#load.startStep();
    if (this.#mailbox.canceled) return this.#cancel();
    this.#running ??= this.#start();
    const task = this.#running;
    const worked = this.#runCounted(task, budget);
    task.memory.check();
    if (task.end.isOver) {
      this.#state = "over";
      this.#tellCounts(task);
    }
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

  #start(): TaskParts {
    const task = this.#build({
      activeClock: this.#load.activeClock,
      countLateDropped: () => this.#add("lateDropped", 1),
      onWait: (waits) => {
        this.#load.waitInStep(waits);
        // One record may become millions: what became of them is told in the middle of it.
        if (!waits || this.#running === undefined) return;
        if (!this.#environment.trace.records) this.#count(this.#running);
        this.#logPassed(this.#running);
      },
    });
    this.#state = "running";
    return task;
  }

  /** What a step that fails has counted is told: where records are in the log up to the failure, else up to the step before. [OB42] */
  #runCounted(task: TaskParts, budget: number): boolean {
    const isTraced = this.#environment.trace.records;
    try {
      const worked = this.#run(task, budget);
      if (!isTraced) this.#count(task);
      return worked;
    } catch (error) {
      if (isTraced) this.#count(task);
      this.#tellCounts(task);
      throw error;
    }
  }

  /** What the head takes, or reads, is in the log where records are. */
  #count({ counts, chain, inputs }: TaskParts): void {
    const entered = inputs.recordsIn - this.#countedIn;
    this.#countedIn = inputs.recordsIn;
    if (this.#environment.trace.records) counts.add(0);
    else counts.add(chain.source === undefined ? entered : undefined);
  }

  #tellCounts({ counts }: TaskParts): void {
    const records = counts.takeUntold();
    if (records !== undefined) this.#environment.trace.emit({ kind: "counted", records });
  }

  /** Everything that can be done now, with at most `budget` elements. Returns whether anything was. */
  #run(task: TaskParts, budget: number): boolean {
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
        const elements = taken < budget && task.intake.hold === undefined ? this.#take(task, budget - taken) : 0;
        if (elements === 0) return worked || sliced;
        taken += elements;
      }
      worked = true;
      actions += 1;
      if (this.#environment.trace.records) {
        this.#count(task);
        this.#tellCounts(task);
      }
      if (task.end.isOver || task.intake.innerHold !== undefined) return true;
    }
    return true;
  }

  /** What comes before the next element: event timers that had to stop, mail, processing timers, the end. */
  #act(task: TaskParts): "done" | "none" | "blocked" {
    if (task.intake.innerHold === "operatorStopped") {
      return task.intake.resumeStopped() || task.checkpoints.writeSlice() ? "done" : "blocked";
    }
    return this.#handleMail(task) || this.#fireTimers(task) || task.end.proceed() ? "done" : "none";
  }

  /** Handles the next mail; false when there is none. */
  #handleMail(task: TaskParts): boolean {
    const mail = this.#mailbox.take();
    if (mail === undefined) return false;
    if (mail.kind === "operatorEvent") this.#sourceHasMore = true;
    deliver(mail, task, this.#environment.clock);
    return true;
  }

  /** Fires the earliest processing timer that is due; false when there is none, or no room for what it may emit. */
  #fireTimers(task: TaskParts): boolean {
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
    if (due > now || task.intake.hold !== undefined) return false;
    found.fireTimer(now);
    return true;
  }

  /** Takes elements from the source or the gates; returns how many, at most. 0: there is nothing to take. */
  #take(task: TaskParts, budget: number): number {
    const { intake, inputs, chain } = task;
    const atOnce = Math.min(budget, intake.atOnce);
    if (chain.source === undefined) return inputs.read(atOnce);
    if (!task.end.readsSource) return 0;
    const status = chain.source.poll(atOnce);
    this.#sourceHasMore = status === "moreAvailable";
    if (status === "endOfInput") task.end.endSource();
    return status === "nothingAvailable" ? 0 : atOnce;
  }

  #currentLoad(task: TaskParts): TaskLoad {
    const { hold } = task.intake;
    if (hold !== undefined) return hold === "recordInHand" ? "busy" : "backPressured";
    const hasInput = task.chain.source === undefined ? task.inputs.isReadable() : task.end.readsSource && this.#sourceHasMore;
    return hasInput ? "busy" : "idle";
  }

  /** Records that are not logged one by one appear in the log as counts, now and then. */
  #logPassed(task: TaskParts): void {
    const { inputs, outputs } = task;
    if (this.#environment.trace.records) return;
    const now = this.#environment.clock.now();
    if (now - this.#loggedPassedAt < logPassedEveryMs) return;
    // The first records are told of at once.
    if (this.#loggedPassedAt === -Infinity && inputs.recordsIn === 0 && outputs.recordsSent() === 0) return;
    this.#loggedPassedAt = now;
    inputs.logPassed();
    outputs.logPassed();
    this.#tellCounts(task);
  }

  #cancel(): Progress {
    this.#state = "over";
    if (this.#running !== undefined) this.#tellCounts(this.#running);
    this.#environment.coordinator.report({ kind: "executionState", state: "CANCELED" });
    return "canceled";
  }

  #publishCounters({ inputs, outputs, chain, counts }: TaskParts): void {
    const { counters, operatorCounters } = this.#environment;
    operatorCounters?.set(counts.totals);
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
