import type { StorageFailure } from "../../base/lookup.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Environment, Task, TaskFailure, TaskReport } from "../../runtime/environment.ts";
import type { InputChannel } from "../../runtime/io/channel.ts";
import { taskFailure } from "../../runtime/task-failure.ts";
import { StepAllowance } from "../step-allowance.ts";
import type { TaskWorld } from "../task-environment.ts";
import type { DeployReply, Effects, StoredSnapshot, TurnReply, TurnRequest, TurnSoFar } from "./host-action.ts";
import { TrafficCount } from "./traffic-count.ts";

/** What a placement supplies to a granted task. */
export interface GrantedSeams extends Pick<Environment, "openInput" | "openOutput"> {
  /** Keeps a snapshot; `onFailed`, before the turn's reply goes out, when it cannot. */
  store(path: string, parts: readonly Uint8Array[], onFailed: (failure: StorageFailure) => void): void;
  /** A report is under way; it goes to the job master with the turn's reply. */
  onReport?(report: TaskReport): void;
}

/**
 * A task that works in turns granted by a driver core, wherever it is placed: what it tells its world is kept until the turn is over and
 * goes back with the reply. [DT41]
 */
export class GrantedTask {
  readonly world: TaskWorld;
  readonly #inputs = new Map<number, InputChannel>();
  readonly #limits = new Map<number, number>();
  readonly #traffic = new TrafficCount();
  readonly #allowance = new StepAllowance();
  #events: LogEventBody[] = [];
  #reports: TaskReport[] = [];
  #snapshots: StoredSnapshot[] = [];
  #portRequests: Effects["portRequests"][number][] = [];
  #now = 0;
  #task: Task | undefined;

  constructor(seams: GrantedSeams) {
    this.world = {
      now: () => this.#now,
      emit: (event) => {
        this.#allowance.event(event);
        this.#events.push(event);
      },
      report: (report) => {
        seams.onReport?.(report);
        this.#reports.push(report);
      },
      store: (checkpointId, path, parts) => {
        const bytes = parts.reduce((sum, { length }) => sum + length, 0);
        const stored: { -readonly [Key in keyof StoredSnapshot]: StoredSnapshot[Key] } = { checkpointId, path, bytes, failure: undefined };
        this.#snapshots.push(stored);
        seams.store(path, parts, (failure) => {
          stored.failure = failure;
        });
      },
      ask: (requestId, port, request) => void this.#portRequests.push({ requestId, port, request }),
      openInput: (descriptor) => {
        const { channel } = descriptor;
        const input = seams.openInput(descriptor);
        this.#inputs.set(channel, input);
        input.setReadLimit(this.#limits.get(channel) ?? 0);
        return this.#traffic.input(channel, input);
      },
      openOutput: (descriptor, onWait) => this.#traffic.output(descriptor.channel, seams.openOutput(descriptor, onWait)),
    };
  }

  /** A part of so many bytes is handed to the store. Throws when the turn has made far too many. */
  staged(bytes: number): void {
    this.#allowance.staged(bytes);
  }

  /** The turn up to now. */
  get soFar(): TurnSoFar {
    return {
      events: this.#events.length,
      reports: this.#reports.length,
      snapshots: this.#snapshots.length,
      portRequests: this.#portRequests.length,
      traffic: this.#traffic.untold(),
    };
  }

  /** What came of making the task: `make` gives it, or throws. */
  built(make: () => Task): DeployReply {
    try {
      this.#task = make();
      return { ...this.#takeEffects(), failure: undefined };
    } catch (error) {
      return { ...this.#takeEffects(), failure: taskFailure(error) };
    }
  }

  turn({ now, budget, mail, readLimits }: TurnRequest): TurnReply {
    const task = this.#task;
    if (task === undefined) throw new Error("[DT1] a turn for a task that was not built");
    this.#now = now;
    for (const [channel, limit] of readLimits) {
      this.#limits.set(channel, limit);
      this.#inputs.get(channel)?.setReadLimit(limit);
    }
    let failure: TaskFailure | undefined;
    let progress: TurnReply["progress"] = "finished";
    try {
      for (const each of mail) task.post(each);
      progress = task.step(budget);
      this.#allowance.endStep();
    } catch (error) {
      failure = taskFailure(error);
      progress = "finished";
    }
    const isOver = failure !== undefined;
    const wakeups = { busyUntil: isOver ? -Infinity : task.busyUntil, nextTimerAt: isOver ? Infinity : task.nextTimerAt() };
    return { ...this.#takeEffects(), ...wakeups, progress, traffic: this.#traffic.take(), failure };
  }

  /** A task that failed may fail again while it is closed; what counts was reported already. */
  close(): void {
    try {
      this.#task?.close();
    } catch {
      return;
    }
  }

  #takeEffects(): Effects {
    const effects = { events: this.#events, reports: this.#reports, snapshots: this.#snapshots, portRequests: this.#portRequests };
    this.#events = [];
    this.#reports = [];
    this.#snapshots = [];
    this.#portRequests = [];
    return effects;
  }
}
