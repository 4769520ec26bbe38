import { assert } from "../base/assert.ts";
import type { ChannelIndex, ListBy, OperatorIndex, TaskIndex } from "../stream/indices.ts";
import type { Topology } from "../graph/topology.ts";
import type { ElementView, LogEvent, LogEventBody } from "./event.ts";
import { CheckpointInvariants } from "./checkpoint-invariants.ts";

interface Channel {
  readonly from: TaskIndex;
  readonly to: TaskIndex;
  sent: number;
  received: number;
  lost: number;
  held: boolean;
  lastBarrier: number;
  /** Number of the element that was sent last. */
  last: number;
  /** There is a new attempt of the producer, which numbers anew. The one before it may send a while longer. */
  startsAnew: boolean;
  /** Elements under way by their number, in the order in which they were sent. */
  readonly underWay: Map<number, UnderWay>;
  /** Those of them that are not readable yet, in the same order. */
  readonly onTheWay: Set<number>;
}

interface UnderWay {
  readonly kind: ElementView["kind"];
  /** It may be received though elements that were sent before it are under way. */
  readonly overtakes: boolean;
  delivered: boolean;
}

interface Subtask {
  attempt: number;
  terminal: boolean;
  restored: boolean;
  readonly watermarks: Map<OperatorIndex, number>;
  readonly inputWatermarks: Map<ChannelIndex, number>;
  /** Timers registered and not fired or deleted. */
  readonly timers: Map<string, number>;
}

/**
 * What must hold in every run, checked event by event on the complete log of a deterministic run. Throws an `AssertionError`
 * that names the event. Rules: channels [DT4] [OB30] [OB31] [OB32] [CP10], states [RS1], watermarks and timers [DT11], checkpoints and
 * transactions [CP11] [CP12].
 */
export class LogInvariants {
  readonly #channels: ListBy<ChannelIndex, Channel>;
  readonly #subtasks: ListBy<TaskIndex, Subtask>;
  readonly #checkpoints = new CheckpointInvariants();

  constructor(topology: Topology) {
    this.#channels = topology.channels.map(({ from, to }) => createChannel(from, to));
    this.#subtasks = topology.subtasks.map(() => createSubtask(-1));
  }

  check(events: readonly LogEvent[]): void {
    for (const event of events) this.#checkOne(event);
  }

  /** Per channel: sent = queued + received + lost. `queued` asks the runtime. */
  checkConservation(queued: (channel: ChannelIndex) => number): void {
    for (const [channel, { sent, received, lost }] of this.#channels.entries()) {
      const found = queued(channel);
      const seen = `${sent} sent, ${found} queued, ${received} received, ${lost} lost`;
      assert(sent === found + received + lost, `[DT4] channel ${channel}: ${seen}`);
    }
  }

  #checkOne(event: LogEvent): void {
    const { body } = event;
    const holds = (condition: boolean, rule: string): void => {
      // The text of an event is put together for the one that breaks a rule, not for the hundred thousands that keep them.
      if (!condition) assert(false, `${rule}: event ${event.seq} at ${event.at} of subtask ${event.subtask}: ${JSON.stringify(body)}`);
    };
    if ("channel" in body && body.channel !== undefined) this.#checkChannel(body.channel, body, holds);
    if (event.subtask >= 0) this.#checkSubtask(event.subtask, body, holds);
    this.#checkpoints.check(event, holds);
  }

  #checkChannel(index: ChannelIndex, body: LogEventBody, holds: InvariantCheck): void {
    const channel = this.#channels[index];
    if (channel === undefined) return holds(false, "[DT4] there is no such channel");
    switch (body.kind) {
      case "sent":
        this.#checkSent(channel, body, holds);
        break;
      case "delivered": {
        const element = channel.underWay.get(body.n);
        if (element === undefined) return holds(false, "[DT4] nothing is delivered that was not sent");
        holds(!element.delivered, "[DT4] nothing is delivered twice");
        const [next] = channel.onTheWay;
        holds(next === body.n || element.overtakes, "[OB31] nothing overtakes but an unaligned barrier");
        channel.onTheWay.delete(body.n);
        element.delivered = true;
        break;
      }
      case "received": {
        const element = channel.underWay.get(body.n);
        if (element?.delivered !== true) return holds(false, "[DT4] nothing is received that was not delivered");
        const [head] = channel.underWay.keys();
        holds(head === body.n || element.overtakes, "[OB31] nothing overtakes but an unaligned barrier");
        holds(!channel.held, "[CP10] nothing is received from a channel that waits for alignment");
        channel.underWay.delete(body.n);
        channel.received++;
        break;
      }
      case "lost":
        holds(body.count === channel.underWay.size, "[DT4] what is lost is all that was under way");
        channel.lost += body.count;
        channel.underWay.clear();
        channel.onTheWay.clear();
        channel.lastBarrier = 0;
        break;
      case "channelHeld":
        channel.held = true;
        break;
      case "channelReleased":
        channel.held = false;
        break;
      default:
    }
  }

  #checkSent(channel: Channel, { n, element }: SentBody, holds: InvariantCheck): void {
    if (channel.startsAnew && n === 1 && channel.last > 0 && channel.underWay.size === 0) {
      channel.last = 0;
      channel.startsAnew = false;
    }
    if (n === channel.last) {
      const before = channel.underWay.get(n);
      holds(before?.kind === "watermark" && element.kind === "watermark", "[OB32] only a watermark takes the place of another");
    } else {
      holds(n === channel.last + 1, "[OB30] the elements of a channel are numbered one by one");
      channel.sent++;
    }
    channel.last = n;
    const overtakes = element.kind === "checkpointBarrier" && element.alignment === "unaligned";
    channel.underWay.set(n, { kind: element.kind, overtakes, delivered: false });
    channel.onTheWay.add(n);
    if (element.kind !== "checkpointBarrier") return;
    holds(element.id > channel.lastBarrier, "[CP10] barriers of a channel ascend");
    channel.lastBarrier = element.id;
  }

  #checkSubtask(index: TaskIndex, body: LogEventBody, holds: InvariantCheck): void {
    const subtask = this.#subtasks[index];
    if (subtask === undefined) return holds(false, "[DT4] there is no such subtask");
    switch (body.kind) {
      case "executionState":
        this.#checkState(index, subtask, body, holds);
        break;
      case "restored":
        subtask.restored = true;
        break;
      case "watermark":
        holds(body.timestamp >= (subtask.watermarks.get(body.operator) ?? -Infinity), "[DT11] watermarks do not go back");
        subtask.watermarks.set(body.operator, body.timestamp);
        break;
      case "inputWatermark":
        holds(body.timestamp >= (subtask.inputWatermarks.get(body.channel) ?? -Infinity), "[DT11] watermarks do not go back");
        subtask.inputWatermarks.set(body.channel, body.timestamp);
        break;
      case "timerRegistered":
        addTo(subtask.timers, timerKey(body), 1);
        break;
      case "timerDeleted":
        addTo(subtask.timers, timerKey(body), -1);
        break;
      case "timerFired": {
        const left = addTo(subtask.timers, timerKey(body), -1);
        // Timers that came with restored state were registered by an earlier attempt.
        holds(left >= 0 || subtask.restored, "[DT11] a timer fires once");
        break;
      }
      default:
    }
  }

  #checkState(index: TaskIndex, subtask: Subtask, body: StateBody, holds: InvariantCheck): void {
    if (body.attempt !== subtask.attempt) {
      holds(body.attempt > subtask.attempt, "[RS1] attempts ascend");
      Object.assign(subtask, createSubtask(body.attempt));
      for (const channel of this.#channels) {
        if (channel.to === index) channel.held = false;
        // A new job master may use the ids of checkpoints again that never completed.
        if (channel.from !== index) continue;
        channel.lastBarrier = 0;
        channel.startsAnew = true;
      }
    }
    holds(!subtask.terminal, "[RS1] terminal states do not change");
    subtask.terminal = body.state === "FINISHED" || body.state === "CANCELED" || body.state === "FAILED";
  }
}

/** Throws unless `condition`; `rule` says what was broken. */
export type InvariantCheck = (condition: boolean, rule: string) => void;

type SentBody = Extract<LogEventBody, { readonly kind: "sent" }>;
type StateBody = Extract<LogEventBody, { readonly kind: "executionState" }>;
type TimerBody = Extract<LogEventBody, { readonly kind: "timerRegistered" | "timerDeleted" | "timerFired" }>;

function createChannel(from: TaskIndex, to: TaskIndex): Channel {
  const underWay = { underWay: new Map<number, UnderWay>(), onTheWay: new Set<number>() };
  return { from, to, sent: 0, received: 0, lost: 0, held: false, lastBarrier: 0, last: 0, startsAnew: false, ...underWay };
}

function createSubtask(attempt: number): Subtask {
  return { attempt, terminal: false, restored: false, watermarks: new Map(), inputWatermarks: new Map(), timers: new Map() };
}

function timerKey({ operator, domain, timestamp, key }: TimerBody): string {
  return `${operator}|${domain}|${timestamp}|${key}`;
}

function addTo(counts: Map<string, number>, key: string, by: number): number {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
  return count;
}
