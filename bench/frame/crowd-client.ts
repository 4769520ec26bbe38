import type { ChannelIndex, TaskIndex } from "../../src/stream/indices.ts";
import type { ChannelContents, JobClient, StartRequest, StartResult } from "../../src/control/job-client.ts";
import type { LogBatch, LogEvent, LogEventBody, LogHeader } from "../../src/observe/event.ts";
import { noTask, toChannelIndex, toOperatorIndex } from "../../src/stream/indices.ts";
import { sampleHeader } from "../../src/observe/testing/sample-log.ts";

/** Size of the crowd: 201 subtasks, 588 channels, a fixed number of records always under way. */
const sources = 5;
const counts = 98;
const beatMs = 16;
/** Channels in which something moves per beat. */
const moves = 24;

/** Plays a log in which a fixed number of records is always in the channels and something always moves. Virtual time is wall time. */
export class CrowdClient implements JobClient {
  readonly #tokens: number;
  readonly #header: LogHeader = sampleHeader({ sources, counts });
  #listener: ((batch: LogBatch) => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #seq = 0;
  #at = 0;
  #turn = 0;
  /** Number of the element that each channel was sent, and gave out, last. */
  readonly #sent = new Map<number, number>();
  readonly #received = new Map<number, number>();

  constructor(tokens: number) {
    this.#tokens = tokens;
  }

  async start(_request: StartRequest): Promise<StartResult> {
    const { channels, subtasks } = this.#header.topology;
    const events = Array.from(subtasks.keys(), (subtask) => this.#event(subtask, { kind: "executionState", attempt: 1, state: "RUNNING" }));
    for (let token = 0; token < this.#tokens; token++) events.push(...this.#send(toChannelIndex(token % channels.length), token));
    this.#listener?.({ header: this.#header, events, hash: "" });
    this.#timer = setInterval(() => this.#beat(), beatMs);
    return { ok: true, counters: undefined, restoredFrom: undefined };
  }

  #event(subtask: TaskIndex, body: LogEventBody): LogEvent {
    return { seq: this.#seq++, at: this.#at, subtask, body };
  }

  #send(channel: ChannelIndex, token: number): LogEvent[] {
    const ends = this.#header.topology.channels[channel];
    const element = { kind: "record", key: `key ${token % 40}`, text: `key ${token % 40}, ${token}` } as const;
    const n = next(this.#sent, channel);
    return [
      this.#event(ends?.from ?? noTask, { kind: "sent", channel, n, element }),
      this.#event(ends?.to ?? noTask, { kind: "delivered", channel, n }),
    ];
  }

  #beat(): void {
    this.#at += beatMs;
    const { channels } = this.#header.topology;
    const events: LogEvent[] = [];
    for (let move = 0; move < moves; move++) {
      const channel = toChannelIndex((this.#turn * 7 + move * 23) % channels.length);
      const to = channels[channel]?.to ?? noTask;
      const key = `key ${(channel + move) % 40}`;
      events.push(
        this.#event(to, { kind: "received", channel, n: next(this.#received, channel) }),
        this.#event(to, { kind: "processing", text: key, key, serviceTimeMs: 12 }),
      );
      const value = String(this.#turn);
      events.push(this.#event(to, { kind: "stateWritten", operator: toOperatorIndex(0), state: "count", key, value, keys: 40 }));
      events.push(this.#event(to, { kind: "processed" }), ...this.#send(channel, this.#turn * moves + move));
    }
    this.#turn++;
    this.#listener?.({ events, hash: "" });
  }

  subscribe(listener: (batch: LogBatch) => void): void {
    this.#listener = listener;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  async command(): Promise<undefined> {}
  async inspect(): Promise<readonly ChannelContents[]> {
    return [];
  }
  async committed(): Promise<{ next: number; rows: []; transactions: [] }> {
    return { next: 0, rows: [], transactions: [] };
  }

  async committedFiles(): Promise<[]> {
    return [];
  }
}

function next(numbers: Map<number, number>, channel: number): number {
  const n = (numbers.get(channel) ?? 0) + 1;
  numbers.set(channel, n);
  return n;
}
