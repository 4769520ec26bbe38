import { assert } from "../base/assert.ts";
import type { Topology } from "../graph/topology.ts";
import type { LogEvent, LogEventBody } from "./event.ts";
import { CheckpointInvariants } from "./checkpoint-invariants.ts";

interface Channel {
  readonly from: number;
  readonly to: number;
  sent: number;
  delivered: number;
  received: number;
  lost: number;
  held: boolean;
  lastBarrier: number;
}

interface Subtask {
  attempt: number;
  terminal: boolean;
  restored: boolean;
  readonly watermarks: Map<number, number>;
  readonly inputWatermarks: Map<number, number>;
  /** Timers registered and not fired or deleted. */
  readonly timers: Map<string, number>;
}

/**
 * What must hold in every run, checked event by event on the complete log of a deterministic run. Throws an `AssertionError`
 * that names the event. Rules: channels [DT4] [CP10], states [RS1], watermarks and timers [DT11], checkpoints and
 * transactions [CP11] [CP12].
 */
export class LogInvariants {
  private readonly channels: readonly Channel[];
  private readonly subtasks: readonly Subtask[];
  private readonly checkpoints = new CheckpointInvariants();

  constructor(topology: Topology) {
    this.channels = topology.channels.map(({ from, to }) => newChannel(from, to));
    this.subtasks = topology.subtasks.map(() => newSubtask(-1));
  }

  check(events: readonly LogEvent[]): void {
    for (const event of events) this.checkOne(event);
  }

  /** Per channel: sent = queued + received + lost. `queued` asks the runtime. */
  checkConservation(queued: (channel: number) => number): void {
    for (const [channel, { sent, received, lost }] of this.channels.entries()) {
      const found = queued(channel);
      const seen = `${sent} sent, ${found} queued, ${received} received, ${lost} lost`;
      assert(sent === found + received + lost, `[DT4] channel ${channel}: ${seen}`);
    }
  }

  private checkOne(event: LogEvent): void {
    const { body } = event;
    const holds = (condition: boolean, rule: string): void => {
      assert(condition, `${rule}: event ${event.seq} at ${event.at} of subtask ${event.subtask}: ${JSON.stringify(body)}`);
    };
    if ("channel" in body && body.channel !== undefined) this.checkChannel(body.channel, body, holds);
    if (event.subtask >= 0) this.checkSubtask(event.subtask, body, holds);
    this.checkpoints.check(event, holds);
  }

  private checkChannel(index: number, body: LogEventBody, holds: Holds): void {
    const channel = this.channels[index];
    if (channel === undefined) return holds(false, "[DT4] there is no such channel");
    switch (body.kind) {
      case "sent":
        channel.sent++;
        if (body.element.kind === "checkpointBarrier") {
          holds(body.element.id > channel.lastBarrier, "[CP10] barriers of a channel ascend");
          channel.lastBarrier = body.element.id;
        }
        break;
      case "delivered":
        channel.delivered++;
        holds(channel.delivered <= channel.sent - channel.lost, "[DT4] nothing is delivered that was not sent");
        break;
      case "received":
        channel.received++;
        holds(channel.received <= channel.delivered, "[DT4] nothing is received that was not delivered");
        holds(!channel.held, "[CP10] nothing is received from a channel that waits for alignment");
        break;
      case "lost":
        channel.lost += body.count;
        channel.delivered = channel.received;
        channel.lastBarrier = 0;
        holds(channel.sent >= channel.received + channel.lost, "[DT4] nothing is lost that was not there");
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

  private checkSubtask(index: number, body: LogEventBody, holds: Holds): void {
    const subtask = this.subtasks[index];
    if (subtask === undefined) return holds(false, "[DT4] there is no such subtask");
    switch (body.kind) {
      case "executionState":
        this.checkState(index, subtask, body, holds);
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

  private checkState(index: number, subtask: Subtask, body: StateBody, holds: Holds): void {
    if (body.attempt !== subtask.attempt) {
      holds(body.attempt > subtask.attempt, "[RS1] attempts ascend");
      Object.assign(subtask, newSubtask(body.attempt));
      for (const channel of this.channels) {
        if (channel.to === index) channel.held = false;
        // A new job master may use the ids of checkpoints again that never completed.
        if (channel.from === index) channel.lastBarrier = 0;
      }
    }
    holds(!subtask.terminal, "[RS1] terminal states do not change");
    subtask.terminal = body.state === "FINISHED" || body.state === "CANCELED" || body.state === "FAILED";
  }
}

/** Throws unless `condition`; `rule` says what was broken. */
export type Holds = (condition: boolean, rule: string) => void;

type StateBody = Extract<LogEventBody, { readonly kind: "executionState" }>;
type TimerBody = Extract<LogEventBody, { readonly kind: "timerRegistered" | "timerDeleted" | "timerFired" }>;

function newChannel(from: number, to: number): Channel {
  return { from, to, sent: 0, delivered: 0, received: 0, lost: 0, held: false, lastBarrier: 0 };
}

function newSubtask(attempt: number): Subtask {
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
