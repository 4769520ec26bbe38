import type { ChannelIndex, ListBy, TaskIndex } from "../../stream/indices.ts";
import type { ChannelDescriptor } from "../../runtime/io/channel.ts";
import type { JoinedTasks } from "../deterministic/channel-flights.ts";
import type { Dealings, DeployReply, TaskAction, TurnReply, TurnRequest } from "../deterministic/core-action.ts";
import { GrantedTask } from "../deterministic/granted-task.ts";
import type { Process, ProcessWorld } from "../process.ts";
import { LocalChannel } from "./local-channel.ts";
import type { ThreadChannel } from "./local-channel.ts";

/** Makes a task of what a core's client deploys: a chain of a job, a process of a laboratory. What it throws fails the attempt. */
export type TaskFactory<D extends Dealings> = (
  deployment: D["deployment"],
  world: ProcessWorld<D["effect"]>,
  granted: GrantedTask<D["mail"], D["effect"]>,
) => Process<D["mail"]>;

export interface LocalTasksOptions<D extends Dealings> {
  readonly channels: ListBy<ChannelIndex, JoinedTasks>;
  readonly make: TaskFactory<D>;
  /** Makes a channel; default: a `LocalChannel`. */
  readonly channel?: ((descriptor: ChannelDescriptor) => ThreadChannel) | undefined;
}

/** Tasks of a driver core in this thread, joined by local channels: carries out the core's actions at once. [DT40] */
export class LocalTasks<D extends Dealings> {
  readonly #options: LocalTasksOptions<D>;
  readonly #tasks = new Map<TaskIndex, GrantedTask<D["mail"], D["effect"]>>();
  readonly #channels = new Map<ChannelIndex, ThreadChannel>();

  constructor(options: LocalTasksOptions<D>) {
    this.#options = options;
  }

  perform(action: TaskAction<D>): DeployReply<D["effect"]> | TurnReply<D["effect"]> | undefined {
    switch (action.kind) {
      case "deploy":
        return this.#deploy(action.subtask, action.deployment);
      case "turn":
        return this.#turn(action.request);
      case "terminate":
        return this.#terminate(action.subtask);
    }
  }

  /** What channel `channel` holds now. */
  contents(channel: ChannelIndex): ReturnType<ThreadChannel["contents"]> {
    return this.#channels.get(channel)?.contents() ?? [];
  }

  #deploy(subtask: TaskIndex, deployment: D["deployment"]): DeployReply<D["effect"]> {
    const granted = new GrantedTask<D["mail"], D["effect"]>({
      openInput: (descriptor) => this.#channel(descriptor).input,
      openOutput: (descriptor) => this.#channel(descriptor).output,
    });
    const reply = granted.built(() => this.#options.make(deployment, granted.world, granted));
    if (reply.failure === undefined) this.#tasks.set(subtask, granted);
    return reply;
  }

  #turn(request: TurnRequest<D["mail"]>): TurnReply<D["effect"]> {
    const task = this.#tasks.get(request.subtask);
    if (task === undefined) throw new Error(`[DT1] subtask ${request.subtask} has a turn, but no task`);
    const reply = task.turn(request);
    for (const { channel } of reply.traffic) this.#channels.get(channel)?.settle?.();
    if (reply.failure !== undefined) {
      this.#tasks.delete(request.subtask);
      task.close();
    }
    return reply;
  }

  #terminate(subtask: TaskIndex): undefined {
    this.#tasks.get(subtask)?.close();
    this.#tasks.delete(subtask);
    for (const [channel, { from, to }] of this.#options.channels.entries()) {
      if (from === subtask || to === subtask) this.#channels.delete(channel);
    }
  }

  #channel(descriptor: ChannelDescriptor): ThreadChannel {
    const { channel } = descriptor;
    let made = this.#channels.get(channel);
    if (made === undefined) {
      made = this.#options.channel?.(descriptor) ?? new LocalChannel(descriptor);
      this.#channels.set(channel, made);
    }
    return made;
  }
}
