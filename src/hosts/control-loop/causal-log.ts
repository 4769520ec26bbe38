import type { ChannelIndex, ListBy, TaskIndex } from "../../stream/indices.ts";
import { noTask } from "../../stream/indices.ts";
import type { Topology } from "../../graph/topology.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { LogWriter } from "../../observe/log-writer.ts";

interface Entry {
  readonly at: number;
  readonly body: LogEventBody;
}

/** Elements of the present pair of ends; `sent` is the number of the last one that was logged. */
interface ChannelCount {
  sent: number;
  received: number;
  lost: number;
  /** The producer died before it could log all it had sent. */
  producerGone: boolean;
}

/**
 * Merges what the tasks log, each in its own thread, into the one log of the job: what was received comes after what was sent,
 * whichever message arrived first. [DT8]
 */
export class CausalLog {
  readonly #topology: Topology;
  readonly #writer: LogWriter;
  readonly #waiting: ListBy<TaskIndex, Entry[]>;
  readonly #channels: ListBy<ChannelIndex, ChannelCount>;
  #latest = 0;
  /** Events of each subtask that were written since `takeWritten`. */
  #written = new Map<TaskIndex, number>();

  constructor(topology: Topology, writer: LogWriter) {
    this.#topology = topology;
    this.#writer = writer;
    this.#waiting = topology.subtasks.map(() => []);
    this.#channels = topology.channels.map(createCount);
  }

  /** Events of `subtask`, in order; `at` is the job clock when they were logged. */
  fromTask(subtask: TaskIndex, at: number, events: readonly LogEventBody[]): void {
    // One by one: there may be more of them than a call takes arguments.
    for (const body of events) this.#waiting[subtask]?.push({ at, body });
    this.#merge();
  }

  /** An event of the control plane, about `subtask` or about itself (`coordinator`). */
  fromControl(subtask: TaskIndex, at: number, body: LogEventBody): void {
    this.#write(subtask, { at, body });
  }

  /** The attempt of `subtask` is gone: what it did not log never will be, and what its channels held is lost. */
  closed(subtask: TaskIndex, at: number): void {
    const ends = [...this.#topology.channels.entries()].filter(([, { from, to }]) => from === subtask || to === subtask);
    for (const [channel, { from }] of ends) {
      const count = this.#channels[channel];
      if (count !== undefined && from === subtask) count.producerGone = true;
    }
    this.#merge();
    for (const [channel, { to }] of ends) {
      const count = this.#channels[channel];
      if (count === undefined) continue;
      const lost = count.sent - count.received - count.lost;
      if (lost > 0) this.#write(to, { at, body: { kind: "lost", channel, count: lost } });
    }
  }

  /** How many of its events each subtask has in the log since the last call: what of them no longer waits here. */
  takeWritten(): ReadonlyMap<TaskIndex, number> {
    const written = this.#written;
    this.#written = new Map();
    return written;
  }

  /** A new attempt of `subtask` starts. */
  opened(subtask: TaskIndex): void {
    this.#written.delete(subtask);
    for (const [channel, { from }] of this.#topology.channels.entries()) {
      const count = this.#channels[channel];
      if (count !== undefined && from === subtask) Object.assign(count, createCount());
    }
  }

  /** Writes whatever no longer waits for something that was not logged yet. */
  #merge(): void {
    for (let moved = true; moved; ) {
      moved = false;
      for (const [subtask, entries] of this.#waiting.entries()) {
        let ready = 0;
        for (let entry = entries[ready]; entry !== undefined && this.#mayFollow(entry); entry = entries[ready]) {
          this.#write(subtask, entry);
          ready++;
        }
        if (ready === 0) continue;
        entries.splice(0, ready);
        this.#written.set(subtask, (this.#written.get(subtask) ?? 0) + ready);
        moved = true;
      }
    }
  }

  #mayFollow({ at, body }: Entry): boolean {
    if (body.kind !== "received" && (body.kind !== "passed" || body.received === 0)) return true;
    const count = this.#channels[body.channel];
    if (count === undefined) return true;
    const last = body.kind === "received" ? body.n : count.received + count.lost + body.received;
    const missing = last - count.sent;
    if (missing <= 0) return true;
    if (!count.producerGone) return false;
    const from = this.#topology.channels[body.channel]?.from ?? noTask;
    this.#write(from, { at, body: { kind: "passed", channel: body.channel, sent: missing, received: 0 } });
    return true;
  }

  #write(subtask: TaskIndex, { at, body }: Entry): void {
    if ("channel" in body && body.channel !== undefined) this.#count(body.channel, body);
    // Clocks of threads differ by fractions of a millisecond; the log's time does not go back.
    this.#latest = Math.max(this.#latest, at);
    this.#writer.append(this.#latest, subtask, body);
  }

  #count(channel: ChannelIndex, body: LogEventBody): void {
    const count = this.#channels[channel];
    if (count === undefined) return;
    if (body.kind === "sent") count.sent = body.n;
    else if (body.kind === "received") count.received++;
    else if (body.kind === "lost") count.lost += body.count;
    else if (body.kind === "passed") {
      count.sent += body.sent;
      count.received += body.received;
    }
  }
}

function createCount(): ChannelCount {
  return { sent: 0, received: 0, lost: 0, producerGone: false };
}
