import { failureLater } from "../storage-answers.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { DeployReply } from "../deterministic/core-action.ts";
import { GrantedTask } from "../deterministic/granted-task.ts";
import { grantedWorld } from "../deterministic/granted-world.ts";
import type { TaskEffect } from "../deterministic/host-action.ts";
import type { TaskWorld } from "../task-environment.ts";
import type { Mail } from "../../runtime/environment.ts";
import { createTaskEnvironment } from "../task-environment.ts";
import type { InputChannel, ChannelDescriptor, OutputChannel } from "../../runtime/io/channel.ts";
import { createTask } from "../../runtime/task.ts";
import { LocalChannel } from "../in-process/local-channel.ts";
import { usesFunctions } from "./function-use.ts";
import { countersOf, forwardedTransactions, readRestoredFiles } from "./task-thread.ts";
import type { TaskThread } from "./task-thread.ts";
import type { Arrival, Taken, TaskSetting, ToTask } from "./task-message.ts";

interface InputEnd {
  readonly channel: LocalChannel;
  readonly number: ChannelIndex;
  /** Records that have arrived, and what of the elements taken was reported. */
  arrived: number;
  reportedRecords: number;
  reportedElements: number;
}

/** A task whose turns are granted by the deterministic driver in another thread. [DT1] */
export class TurnTask {
  readonly #thread: TaskThread;
  readonly #setting: TaskSetting;
  readonly #inputs = new Map<ChannelIndex, InputEnd>();
  readonly #outputs = new Map<ChannelIndex, LocalChannel>();
  readonly #early: Arrival[] = [];
  readonly #granted: GrantedTask<Mail, TaskEffect>;
  readonly #world: TaskWorld;
  readonly #writes: Promise<unknown>[] = [];
  readonly #runsFunctions: boolean;
  #broken = false;

  constructor(thread: TaskThread, setting: TaskSetting) {
    this.#thread = thread;
    this.#setting = setting;
    this.#runsFunctions = usesFunctions(setting.deployment);
    const writes = this.#writes;
    this.#granted = new GrantedTask({
      openInput: (descriptor) => this.#openInput(descriptor),
      openOutput: (descriptor) => this.#openOutput(descriptor),
    });
    this.#world = grantedWorld(this.#granted.world, {
      store(path, parts, onFailed) {
        const written = failureLater("write", path, () => thread.writeFile(path, parts));
        writes.push(written.then((failure) => failure && onFailed(failure)));
      },
      // The first turn builds the task, however long that takes, and then runs functions, which have a limit.
      onReport(report) {
        if (report.kind === "executionState" && report.state === "RUNNING") thread.post({ kind: "pong" });
      },
    });
  }

  async deploy(): Promise<void> {
    const reply = await this.#build();
    await this.#settle();
    this.#thread.post({ kind: "deployed", reply, ...this.#takeTraffic() });
  }

  async turn({ request, arrivals, taken }: Extract<ToTask, { readonly kind: "turn" }>): Promise<void> {
    for (const { channel, records } of taken) this.#outputs.get(channel)?.release(records);
    for (const { channel, elements } of arrivals) this.#arrive(channel, elements);
    const reply = this.#granted.turn(request);
    await this.#settle();
    // A promise that a function left rejected is told of when the thread comes to rest: it is the failure of this turn. [SB47]
    if (this.#runsFunctions) await this.#thread.yieldToEvents();
    if (!this.#broken) this.#thread.post({ kind: "turned", reply, ...this.#takeTraffic() });
  }

  /** Something failed in its thread outside of its turns, and was told: it answers no more. */
  breakOff(): void {
    this.#broken = true;
  }

  async #build(): Promise<DeployReply<TaskEffect>> {
    const thread = this.#thread;
    const setting = this.#setting;
    const granted = this.#granted;
    const world = this.#world;
    const { deployment, seed } = setting;
    try {
      const files = await readRestoredFiles(thread, deployment.restore);
      const transactions = forwardedTransactions((operation, transfer) => {
        if (operation.kind === "stage") granted.staged(operation.bytes.length);
        thread.post({ kind: "transaction", operation, before: granted.soFar }, transfer);
      });
      const { functions, catalog } = thread;
      const counters = countersOf(setting);
      const environment = createTaskEnvironment({ deployment, seed, counters, functions, transactions }, world);
      return granted.built(() => createTask(deployment, environment, catalog, files));
    } catch (error) {
      return granted.built(() => {
        throw error;
      });
    }
  }

  #arrive(channel: ChannelIndex, elements: Arrival["elements"]): void {
    const end = this.#inputs.get(channel);
    if (end === undefined) {
      // A task opens its inputs in its first step; a producer may be further on.
      this.#early.push({ channel, elements });
      return;
    }
    end.channel.put(elements);
    end.arrived += elements.filter(({ bytes }) => bytes !== undefined).length;
  }

  /** Snapshots are on the disk, or have failed, before the turn is over: the driver decides when that is known. */
  async #settle(): Promise<void> {
    await Promise.all(this.#writes.splice(0));
  }

  #takeTraffic(): { readonly departures: readonly Arrival[]; readonly taken: readonly Taken[] } {
    const departures = [...this.#outputs]
      .map(([channel, ends]) => ({ channel, elements: ends.take() }))
      .filter(({ elements }) => elements.length > 0);
    const taken: Taken[] = [];
    for (const end of this.#inputs.values()) {
      const records = end.arrived - end.channel.heldRecords;
      const elements = end.channel.input.taken;
      const { reportedRecords, reportedElements } = end;
      if (elements === reportedElements) continue;
      taken.push({ channel: end.number, elements: elements - reportedElements, records: records - reportedRecords });
      end.reportedRecords = records;
      end.reportedElements = elements;
    }
    return { departures, taken };
  }

  #openInput(descriptor: ChannelDescriptor): InputChannel {
    const channel = new LocalChannel(descriptor);
    const number = descriptor.channel;
    this.#inputs.set(number, { channel, number, arrived: 0, reportedRecords: 0, reportedElements: 0 });
    for (const arrival of this.#early) if (arrival.channel === number) this.#arrive(number, arrival.elements);
    return channel.input;
  }

  #openOutput(descriptor: ChannelDescriptor): OutputChannel {
    const channel = new LocalChannel(descriptor);
    this.#outputs.set(descriptor.channel, channel);
    return channel.output;
  }
}
