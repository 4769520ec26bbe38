import { AlignedBarrierHandler } from "../../src/runtime/io/aligned-barrier-handler.ts";
import type { BarrierActions, BarrierHandler } from "../../src/runtime/io/barrier-handler.ts";
import { BarrierTracker } from "../../src/runtime/io/barrier-tracker.ts";
import type { CheckpointBarrier } from "../../src/stream/control-element.ts";
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
  run(given: Given) {
    if (given.mode === "alternating") throw new Error("unaligned checkpoints are not part of the product yet");
    const gate = new ScriptedGate(given);
    const steps: (readonly unknown[])[] = [];
    const blocked: (readonly number[])[] = [];
    for (const step of given.script) {
      steps.push(gate.perform(step));
      blocked.push(gate.blockedSenders());
    }
    return { steps, blocked };
  },
};

interface ChannelModel {
  readonly waiting: Element[];
  readonly received: Element[];
  blocked: boolean;
}

/** The network around a barrier handler as the suite's document describes it: senders, receive queues, one gate. */
class ScriptedGate {
  readonly #channels: readonly ChannelModel[];
  readonly #handler: BarrierHandler;
  /** Channels with something to read, each at most once. */
  readonly #readable: number[] = [];
  #entries: unknown[] = [];

  constructor({ mode, channels, afterFinish }: Given) {
    this.#channels = Array.from({ length: channels }, () => ({ waiting: [], received: [], blocked: false }));
    const actions: BarrierActions = {
      block() {},
      resume: (channel) => {
        this.#channel(channel).blocked = false;
      },
      alignmentStarted() {},
      trigger: ({ id, alignment }) => {
        this.#entries.push({ trigger: id, as: alignment === "atLeastOnce" ? "at-least-once" : "aligned" });
      },
      abort: (id, reason) => this.#entries.push({ abort: id, reason }),
    };
    const options = { channels, afterFinish };
    this.#handler = mode === "aligned" ? new AlignedBarrierHandler(options, actions) : new BarrierTracker(options, actions);
  }

  perform(step: Step): readonly unknown[] {
    this.#entries = [];
    if ("send" in step) {
      this.#channel(step.send).waiting.push(step);
    } else if ("poll" in step) {
      const polls = step.poll === "all" ? Infinity : step.poll;
      for (let done = 0; done < polls && this.#pollOne(); done += 1) this.#transmit();
    } else if ("rpc" in step) {
      this.#handler.barrierByCall(toBarrier(step.rpc));
    }
    this.#transmit();
    return this.#entries;
  }

  blockedSenders(): readonly number[] {
    return [...this.#channels.keys()].filter((index) => this.#channel(index).blocked);
  }

  /** Senders that are not blocked send what they hold; an aligned barrier blocks its sender behind it. */
  #transmit(): void {
    for (const [index, channel] of this.#channels.entries()) {
      for (let element = channel.waiting[0]; element !== undefined && !channel.blocked; element = channel.waiting[0]) {
        channel.waiting.shift();
        channel.received.push(element);
        if (!this.#readable.includes(index)) this.#readable.push(index);
        channel.blocked = "barrier" in element && element.barrier.as !== "at-least-once";
      }
    }
  }

  #pollOne(): boolean {
    const index = this.#readable.shift();
    const element = index === undefined ? undefined : this.#channel(index).received.shift();
    if (index === undefined || element === undefined) return false;
    if (this.#channel(index).received.length > 0) this.#readable.push(index);
    if ("b" in element) {
      this.#entries.push({ c: index, b: element.b });
    } else if ("barrier" in element) {
      this.#entries.push({ c: index, barrier: element.barrier.id });
      this.#handler.barrier(index, toBarrier(element.barrier));
    } else if ("cancel" in element) {
      this.#entries.push({ c: index, cancel: element.cancel });
      this.#handler.cancel(index, element.cancel);
    } else {
      this.#entries.push({ c: index, end: true });
      this.#handler.endOfPartition(index);
    }
    return true;
  }

  #channel(index: number): ChannelModel {
    const channel = this.#channels[index];
    if (channel === undefined) throw new Error(`no channel ${index}`);
    return channel;
  }
}

function toBarrier({ id, as, ts }: GivenBarrier): CheckpointBarrier {
  const alignment = as === "at-least-once" ? "atLeastOnce" : "aligned";
  return { kind: "checkpointBarrier", id, triggeredAt: ts, alignment, savepoint: as === "savepoint" };
}
