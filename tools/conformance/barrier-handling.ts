import type { LogEventBody } from "../../src/observe/event.ts";
import { toCheckpointId } from "../../src/stream/indices.ts";
import { createBarrierHandler } from "../../src/runtime/alignment.ts";
import type { BarrierHandler } from "../../src/runtime/io/barrier-handler.ts";
import { SubtaskCheckpoints } from "../../src/runtime/subtask-checkpoints.ts";
import { TaskInputs } from "../../src/runtime/task-inputs.ts";
import { TaskOutputs } from "../../src/runtime/task-outputs.ts";
import { chainDeployment } from "../../src/runtime/testing/chain-deployment.ts";
import type { MemoryChannel } from "../../src/runtime/testing/memory-channel.ts";
import { testEnvironment } from "../../src/runtime/testing/test-environment.ts";
import type { CheckpointBarrier } from "../../src/stream/control-element.ts";
import { noTimestamp } from "../../src/stream/timestamp.ts";
import { operatorServices } from "./operator-services.ts";
import type { Suite } from "./suite.ts";

interface Given {
  readonly mode: "aligned" | "alternating" | "at-least-once";
  readonly channels: number;
  readonly afterFinish: boolean;
  readonly script: readonly Step[];
}

interface GivenBarrier {
  readonly id: number;
  readonly as: "aligned" | "savepoint" | "timeout" | "unaligned" | "forced" | "at-least-once";
  readonly ts: number;
}

type Element =
  | { readonly b: number }
  | { readonly barrier: GivenBarrier }
  | { readonly cancel: number }
  | { readonly end: true };

type Step =
  | ({ readonly send: number } & Element)
  | { readonly poll: number | "all" }
  | { readonly time: number }
  | { readonly rpc: GivenBarrier };

export const barrierHandlingSuite: Suite = {
  name: "barrier-handling",
  notApplicable: ({ mode }: Given) => (mode === "alternating" ? "unaligned checkpoints" : undefined),
  run(given: Given) {
    const task = new ScriptedTask(given);
    const steps: (readonly unknown[])[] = [];
    const blocked: (readonly number[])[] = [];
    for (const step of given.script) {
      steps.push(task.perform(step));
      blocked.push(task.blockedSenders());
    }
    return { steps, blocked };
  },
};

/**
 * The input side of a task of the product: its gate, its barrier handler, its checkpoints; what they do is read from their log. The suite's
 * network decides in which order channels come to be read: it grants the gate one element at a time.
 */
class ScriptedTask {
  readonly #environment = testEnvironment();
  readonly #channels: readonly MemoryChannel[];
  /** All that was ever sent, by channel. */
  readonly #sent: readonly Element[][];
  readonly #inputs: TaskInputs;
  readonly #handler: BarrierHandler;
  readonly #held = new Set<number>();
  /** Channels with something to read, each at most once. */
  readonly #readable: number[] = [];
  #entries: unknown[] = [];

  constructor({ mode, channels, afterFinish }: Given) {
    const deployment = chainDeployment({
      schema: { fields: [] },
      members: [{ type: "it" }],
      inputs: [channels],
      options: { checkpointMode: mode === "aligned" ? "EXACTLY_ONCE" : "AT_LEAST_ONCE", checkpointsAfterTasksFinish: afterFinish },
    });
    const environment = { ...this.#environment, trace: { records: true, emit: (event: LogEventBody) => this.#onEvent(event) } };
    this.#sent = Array.from({ length: channels }, () => []);
    this.#channels = this.#sent.map((_, channel) => this.#environment.channel(channel));
    this.#inputs = new TaskInputs({
      gates: deployment.inputs,
      environment,
      inputs: [{ collect() {}, watermark() {}, status() {} }],
      entries: [() => {}],
      actions: { endOfInput() {}, endOfData() {} },
    });
    const outputs = new TaskOutputs(deployment, environment, () => {});
    this.#handler = createBarrierHandler({
      options: deployment.options,
      environment,
      inputs: this.#inputs,
      checkpoints: new SubtaskCheckpoints({ services: operatorServices({ deployment, environment }), outputs, nodes: [] }),
      take: ({ id, alignment }) => this.#entries.push({ trigger: id, as: alignment === "atLeastOnce" ? "at-least-once" : "aligned" }),
    });
    this.#inputs.attach(this.#handler);
    for (const channel of this.#channels) channel.setReadLimit(0);
  }

  perform(step: Step): readonly unknown[] {
    this.#entries = [];
    if ("send" in step) this.#send(step.send, step);
    else if ("time" in step) this.#environment.now = step.time;
    else if ("rpc" in step) this.#handler.barrierByCall(toBarrier(step.rpc));
    else for (let done = 0; done < (step.poll === "all" ? Infinity : step.poll) && this.#pollOne(); done += 1);
    this.#queue();
    return this.#entries;
  }

  /** In Flink a sender stops behind a barrier that it sent; the product's gate stops reading there. Until both go on they hold the same. */
  blockedSenders(): readonly number[] {
    const unread = (index: number): readonly Element[] => this.#sent[index]?.slice(this.#channels[index]?.taken) ?? [];
    return [...this.#sent.keys()].filter((index) => this.#held.has(index) || unread(index).some(stopsSender));
  }

  #send(index: number, element: Element): void {
    this.#sent[index]?.push(element);
    const channel = this.#channels[index];
    if ("b" in element) channel?.write({ $kind: 0 }, noTimestamp);
    else if ("barrier" in element) channel?.control(toBarrier(element.barrier));
    else channel?.control("cancel" in element ? { kind: "cancelCheckpointMarker", id: toCheckpointId(element.cancel) } : { kind: "endOfPartition" });
  }

  /** Has the gate read one element of the channel whose turn it is; false when none has one. */
  #pollOne(): boolean {
    const index = this.#readable.shift();
    const element = index === undefined ? undefined : this.#sent[index]?.[this.#channels[index]?.taken ?? 0];
    if (index === undefined || element === undefined) return false;
    const read = this.#granting(index, () => this.#inputs.read(1));
    if (read !== 1) throw new Error(`the gate read ${read} elements of channel ${index}, which was readable`);
    // One that is behind a barrier comes when its sender goes on, with the others that do.
    if (!stopsSender(element) && this.#isReadable(index)) this.#readable.push(index);
    this.#queue();
    return true;
  }

  /** Channels that have become readable get in line, by number. */
  #queue(): void {
    for (const index of this.#channels.keys()) {
      if (!this.#readable.includes(index) && this.#isReadable(index)) this.#readable.push(index);
    }
  }

  #isReadable(index: number): boolean {
    return this.#granting(index, () => this.#inputs.isReadable());
  }

  #granting<Result>(index: number, act: () => Result): Result {
    const channel = this.#channels[index];
    channel?.setReadLimit(channel.taken + 1);
    const result = act();
    channel?.setReadLimit(channel.taken);
    return result;
  }

  #onEvent(event: LogEventBody): void {
    switch (event.kind) {
      case "received": {
        const element = this.#sent[event.channel]?.[event.n - 1];
        return void this.#entries.push({ c: event.channel, ...entryOf(element) });
      }
      case "channelHeld":
        return void this.#held.add(event.channel);
      case "channelReleased":
        return void this.#held.delete(event.channel);
      case "checkpointDeclined":
        return void this.#entries.push({ abort: event.checkpointId, reason: event.reason });
      default:
    }
  }
}

const stopsSender = (element: Element): boolean => "barrier" in element && element.barrier.as !== "at-least-once";

function entryOf(element: Element | undefined): object {
  if (element === undefined) throw new Error("an element was read that nobody sent");
  if ("b" in element) return { b: element.b };
  if ("barrier" in element) return { barrier: element.barrier.id };
  return "cancel" in element ? { cancel: element.cancel } : { end: true };
}

function toBarrier({ id, as, ts }: GivenBarrier): CheckpointBarrier {
  const alignment = as === "at-least-once" ? "atLeastOnce" : "aligned";
  return { kind: "checkpointBarrier", id: toCheckpointId(id), triggeredAt: ts, alignment, savepoint: as === "savepoint" };
}
