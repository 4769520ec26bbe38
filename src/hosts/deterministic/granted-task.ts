import type { ChannelIndex } from "../../stream/indices.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Environment, TaskFailure } from "../../runtime/environment.ts";
import type { InputChannel } from "../../runtime/io/channel.ts";
import { taskFailure } from "../../runtime/task-failure.ts";
import type { Process, ProcessWorld } from "../process.ts";
import { StepAllowance } from "../step-allowance.ts";
import type { DeployReply, Told, TurnReply, TurnRequest, TurnProgress } from "./core-action.ts";
import { TrafficCount } from "./traffic-count.ts";

/**
 * A task that works in turns granted by a driver core, wherever it is placed: what it tells its world is kept until the turn is over and
 * goes back with the reply. [DT41]
 */
export class GrantedTask<Mail, Effect> {
  readonly world: ProcessWorld<Effect>;
  readonly #inputs = new Map<ChannelIndex, InputChannel>();
  readonly #limits = new Map<ChannelIndex, number>();
  readonly #traffic = new TrafficCount();
  readonly #allowance = new StepAllowance();
  #events: LogEventBody[] = [];
  #effects: Effect[] = [];
  #now = 0;
  #process: Process<Mail> | undefined;

  /** `channels` opens the ends of its channels where it is placed. */
  constructor(channels: Pick<Environment, "openInput" | "openOutput">) {
    this.world = {
      now: () => this.#now,
      emit: (event) => {
        this.#allowance.event(event);
        this.#events.push(event);
      },
      tell: (effect) => void this.#effects.push(effect),
      openInput: (descriptor) => {
        const { channel } = descriptor;
        const input = channels.openInput(descriptor);
        this.#inputs.set(channel, input);
        input.setReadLimit(this.#limits.get(channel) ?? 0);
        return this.#traffic.input(channel, input);
      },
      openOutput: (descriptor, onWait) => this.#traffic.output(descriptor.channel, channels.openOutput(descriptor, onWait)),
    };
  }

  /** A part of so many bytes is handed to the store. Throws when the turn has made far too many. */
  staged(bytes: number): void {
    this.#allowance.staged(bytes);
  }

  /** The turn up to now. */
  get soFar(): TurnProgress {
    return { events: this.#events.length, effects: this.#effects.length, traffic: this.#traffic.pending() };
  }

  /** What came of making the task: `make` gives it, or throws. */
  built(make: () => Process<Mail>): DeployReply<Effect> {
    try {
      this.#process = make();
      return { ...this.#takeTold(), failure: undefined };
    } catch (error) {
      return { ...this.#takeTold(), failure: taskFailure(error) };
    }
  }

  turn({ now, budget, mail, readLimits }: TurnRequest<Mail>): TurnReply<Effect> {
    const process = this.#process;
    if (process === undefined) throw new Error("[DT1] a turn for a task that was not built");
    this.#now = now;
    for (const [channel, limit] of readLimits) {
      this.#limits.set(channel, limit);
      this.#inputs.get(channel)?.setReadLimit(limit);
    }
    let failure: TaskFailure | undefined;
    let progress: TurnReply<Effect>["progress"] = "finished";
    try {
      for (const each of mail) process.post(each);
      progress = process.step(budget);
      this.#allowance.endStep();
    } catch (error) {
      failure = taskFailure(error);
      progress = "finished";
    }
    const isOver = failure !== undefined;
    const wakeups = { busyUntil: isOver ? -Infinity : process.busyUntil, nextTimerAt: isOver ? Infinity : process.nextTimerAt() };
    return { ...this.#takeTold(), ...wakeups, progress, traffic: this.#traffic.take(), failure };
  }

  /** A task that failed may fail again while it is closed; what counts was reported already. */
  close(): void {
    try {
      this.#process?.close();
    } catch {
      return;
    }
  }

  #takeTold(): Told<Effect> {
    const told = { events: this.#events, effects: this.#effects };
    this.#events = [];
    this.#effects = [];
    return told;
  }
}
