import { seededRandom } from "../../base/random.ts";
import { everySubtask, itemsOf, listBy, noChannel, toChannelIndex, toCheckpointId, toOperatorIndex, toPlaceInTask, toTaskIndex } from "../../stream/indices.ts";
import type { ChannelIndex, ListBy, TaskIndex } from "../../stream/indices.ts";
import { coordinator } from "../event.ts";
import type { ElementView, LogEvent, LogEventBody, LogHeader, RecordView, TopologyChannel } from "../event.ts";

/** Shape of a sampled run: `sources` x `counts` word count into `counts` sinks, joined by hash and forward edges. */
export interface SampleOptions {
  readonly seed?: number;
  readonly sources?: number;
  readonly counts?: number;
  readonly checkpointEveryMs?: number;
  /** Job clock at which one counting subtask dies and the region restarts. */
  readonly failAt?: number;
  readonly serviceTimeMs?: number;
}

const words = ["weir", "water", "gate", "falls", "the", "river", "stream", "holds"];
const latencyMs = 8;
const capacity = 8;

interface Task {
  readonly index: TaskIndex;
  readonly role: "source" | "count" | "sink";
  readonly inputs: ChannelIndex[];
  readonly outputs: ChannelIndex[];
  busyUntil: number;
  turn: number;
  nextWatermarkAt: number;
  /** Checkpoint it aligns. */
  aligning: number | undefined;
  readonly held: Set<ChannelIndex>;
  barrier: number | undefined;
  watermark: number;
  read: number;
  written: number;
  position: number;
  readonly counts: Map<string, number>;
  hand: RecordView | undefined;
}

interface Channel {
  readonly from: TaskIndex;
  readonly to: TaskIndex;
  readonly elements: { readonly element: ElementView; readonly n: number; readonly dueAt: number; delivered: boolean }[];
  /** Number of the element that was sent last. */
  last: number;
  watermark: number;
}

export function sampleHeader(options: SampleOptions = {}): LogHeader {
  const sources = options.sources ?? 2;
  const counts = options.counts ?? 2;
  const names = ["lines", "count", "print"];
  const operator = (id: string, role: "source" | "operator" | "sink") => [{ id, name: id, type: id, node: names.indexOf(id), role }];
  const vertex = (id: string, parallelism: number, role: "source" | "operator" | "sink") => ({
    id,
    name: id,
    parallelism,
    maxParallelism: 128,
    operators: listBy(toOperatorIndex, operator(id, role)),
  });
  const channels: TopologyChannel[] = [];
  const edge = { input: 0, capacity, schemaText: "word STRING, n BIGINT" };
  for (let to = 0; to < counts; to++) {
    for (let from = 0; from < sources; from++) {
      channels.push({ ...edge, from: toTaskIndex(from), to: toTaskIndex(sources + to), place: toPlaceInTask(from), partitioner: "hash(word)", edge: 0 });
    }
  }
  for (let at = 0; at < counts; at++) {
    channels.push({ ...edge, from: toTaskIndex(sources + at), to: toTaskIndex(sources + counts + at), place: toPlaceInTask(0), partitioner: "forward", edge: 1 });
  }
  const subtasks = [sources, counts, counts].flatMap((parallelism, vertexIndex) =>
    itemsOf(everySubtask(parallelism).map((index) => ({ vertex: vertexIndex, index, executor: index }))),
  );
  const vertices = [vertex("lines", sources, "source"), vertex("count", counts, "operator"), vertex("print", counts, "sink")];
  return {
    jobId: "sample",
    jobName: "word count",
    mode: "deterministic",
    seed: options.seed ?? 7,
    startedAt: 0,
    topology: { vertices, subtasks: listBy(toTaskIndex, subtasks), channels: listBy(toChannelIndex, channels) },
    origins: { nodes: names, edges: ["e1", "e2"] },
  };
}

/** Log of a small word count, made by a time-stepped model: every channel, barrier, snapshot and commit is consistent. Endless. */
export function* sampleLog(options: SampleOptions = {}): Generator<LogEvent> {
  const run = new SampleRun(options);
  while (true) {
    run.tick();
    yield* run.take();
  }
}

/** The first `count` events. */
export function sampleEvents(count: number, options: SampleOptions = {}): LogEvent[] {
  const events: LogEvent[] = [];
  for (const event of sampleLog(options)) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

class SampleRun {
  readonly #options: SampleOptions;
  readonly #random;
  readonly #tasks: ListBy<TaskIndex, Task>;
  readonly #channels: ListBy<ChannelIndex, Channel>;
  #out: LogEvent[] = [];
  #seq = 0;
  #now = 0;
  #checkpoint = 0;
  #pending: { id: number; left: Set<TaskIndex>; uploads: { subtask: TaskIndex; at: number }[]; startedAt: number } | undefined;
  #nextCheckpointAt: number;
  #attempt = 1;
  #failed = false;

  constructor(options: SampleOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed ?? 7);
    this.#nextCheckpointAt = options.checkpointEveryMs ?? 400;
    const { subtasks, channels } = sampleHeader(options).topology;
    this.#channels = channels.map(({ from, to }): Channel => ({ from, to, elements: [], last: 0, watermark: -Infinity }));
    this.#tasks = subtasks.map(({ vertex }, index): Task => ({
      index,
      role: (["source", "count", "sink"] as const)[vertex] ?? "sink",
      inputs: channels.flatMap((channel, place) => (channel.to === index ? [place] : [])),
      outputs: channels.flatMap((channel, place) => (channel.from === index ? [place] : [])),
      busyUntil: index * 3,
      turn: 0,
      nextWatermarkAt: 60 + index * 13,
      aligning: undefined,
      held: new Set(),
      barrier: undefined,
      watermark: -Infinity,
      read: 0,
      written: 0,
      position: 0,
      counts: new Map(),
      hand: undefined,
    }));
    this.#log(coordinator, { kind: "jobStatus", status: "RUNNING" });
    this.#deploy();
  }

  take(): LogEvent[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  tick(): void {
    this.#now += 1;
    this.#channels.forEach((channel, index) => {
      for (const entry of channel.elements) {
        if (entry.delivered) continue;
        if (entry.dueAt > this.#now) break;
        entry.delivered = true;
        this.#log(channel.to, { kind: "delivered", channel: index, n: entry.n });
      }
    });
    if (this.#options.failAt !== undefined && !this.#failed && this.#now >= this.#options.failAt) this.#fail();
    this.#coordinate();
    for (const task of this.#tasks) if (task.busyUntil <= this.#now) this.#step(task);
  }

  #log(subtask: TaskIndex, body: LogEventBody): void {
    this.#out.push({ seq: this.#seq++, at: this.#now, subtask, body });
  }

  #deploy(): void {
    for (const task of this.#tasks) {
      this.#log(task.index, { kind: "executionState", attempt: this.#attempt, state: "RUNNING" });
    }
  }

  #send(channel: ChannelIndex, element: ElementView): void {
    const target = this.#channels[channel];
    if (!target) return;
    const n = ++target.last;
    target.elements.push({ element, n, dueAt: this.#now + latencyMs + (channel % 3) * 3, delivered: false });
    this.#log(target.from, { kind: "sent", channel, n, element });
  }

  #coordinate(): void {
    const pending = this.#pending;
    for (const upload of pending?.uploads ?? []) {
      if (upload.at !== this.#now || !pending) continue;
      const ack = { checkpointId: toCheckpointId(pending.id), bytes: 1536, startDelayMs: 4, alignmentMs: 6, syncMs: 1, asyncMs: 20 };
      this.#log(upload.subtask, { kind: "snapshotStored", checkpointId: toCheckpointId(pending.id), bytes: 1536 });
      this.#log(coordinator, { kind: "checkpointAcknowledged", from: upload.subtask, ...ack });
      pending.left.delete(upload.subtask);
    }
    if (pending && pending.left.size === 0) this.#complete(pending.id, this.#now - pending.startedAt);
    if (this.#now < this.#nextCheckpointAt || this.#pending) return;
    this.#nextCheckpointAt = this.#now + (this.#options.checkpointEveryMs ?? 400);
    this.#checkpoint++;
    const expected = [...this.#tasks.keys()];
    this.#pending = { id: this.#checkpoint, left: new Set(expected), uploads: [], startedAt: this.#now };
    this.#log(coordinator, { kind: "checkpointTriggered", checkpointId: toCheckpointId(this.#checkpoint), savepoint: false, expected });
    for (const task of this.#tasks) if (task.role === "source") task.barrier = this.#checkpoint;
  }

  #complete(id: number, durationMs: number): void {
    this.#pending = undefined;
    this.#log(coordinator, { kind: "checkpointCompleted", checkpointId: toCheckpointId(id), bytes: 9216, durationMs });
    if (id > 1) this.#log(coordinator, { kind: "checkpointSubsumed", checkpointId: toCheckpointId(id - 1) });
    for (const task of this.#tasks) {
      if (task.role !== "sink") continue;
      this.#log(task.index, { kind: "committed", operator: toOperatorIndex(0), transaction: `tx ${id}`, records: task.read });
      task.read = 0;
    }
  }

  #snapshot(task: Task, id: number): void {
    if (task.role === "sink") {
      this.#log(task.index, { kind: "preCommitted", operator: toOperatorIndex(0), transaction: `tx ${id}`, checkpointId: toCheckpointId(id), records: task.written });
      task.read = task.written;
      task.written = 0;
    }
    this.#log(task.index, { kind: "snapshotTaken", checkpointId: toCheckpointId(id), syncMs: 1, bytes: 1536 });
    this.#pending?.uploads.push({ subtask: task.index, at: this.#now + 12 + this.#random.integer(30) });
    this.#broadcast(task, { kind: "checkpointBarrier", id: toCheckpointId(id), triggeredAt: 0, alignment: "aligned", savepoint: false });
  }

  #broadcast(task: Task, element: ElementView): void {
    for (const channel of task.outputs) this.#send(channel, element);
  }

  #step(task: Task): void {
    if (task.hand) return this.#finish(task);
    if (task.barrier !== undefined) {
      this.#snapshot(task, task.barrier);
      task.barrier = undefined;
    }
    if (task.role === "source") this.#readSource(task);
    else this.#readInput(task);
  }

  #readSource(task: Task): void {
    if (this.#now >= task.nextWatermarkAt) {
      task.nextWatermarkAt += 60;
      this.#setWatermark(task, this.#now * 100);
    }
    if (task.outputs.some((channel) => (this.#channels[channel]?.elements.length ?? 0) >= capacity - 1)) return;
    const word = words[this.#random.integer(words.length)] ?? "weir";
    task.position++;
    this.#log(task.index, { kind: "read", split: `part-${task.index}`, position: String(task.position), text: word });
    this.#begin(task, { kind: "record", text: word, key: word });
  }

  #readInput(task: Task): void {
    const output = task.outputs[0];
    if (output !== undefined && (this.#channels[output]?.elements.length ?? 0) >= capacity) return;
    for (let tried = 0; tried < task.inputs.length; tried++) {
      const index = task.inputs[task.turn++ % task.inputs.length] ?? noChannel;
      const channel = this.#channels[index];
      const head = channel?.elements[0];
      if (!channel || !head?.delivered || task.held.has(index)) continue;
      channel.elements.shift();
      this.#log(task.index, { kind: "received", channel: index, n: head.n });
      this.#take(task, index, head.element);
      return;
    }
  }

  #take(task: Task, index: ChannelIndex, element: ElementView): void {
    if (element.kind === "record") return this.#begin(task, element);
    if (element.kind === "watermark") {
      const channel = this.#channels[index];
      if (channel) channel.watermark = element.timestamp;
      this.#log(task.index, { kind: "inputWatermark", channel: index, timestamp: element.timestamp, idle: false });
      const lowest = Math.min(...task.inputs.map((input) => this.#channels[input]?.watermark ?? -Infinity));
      if (lowest > task.watermark) this.#setWatermark(task, lowest);
    }
    if (element.kind === "checkpointBarrier") this.#align(task, index, element.id);
  }

  #align(task: Task, index: ChannelIndex, id: number): void {
    if (task.held.size === 0 && task.inputs.length > 1) {
      task.aligning = id;
      this.#log(task.index, { kind: "alignmentStarted", checkpointId: toCheckpointId(id), channel: index });
    }
    task.held.add(index);
    if (task.held.size < task.inputs.length) {
      this.#log(task.index, { kind: "channelHeld", channel: index, checkpointId: toCheckpointId(id) });
      return;
    }
    for (const held of task.held) if (held !== index) this.#log(task.index, { kind: "channelReleased", channel: held });
    task.held.clear();
    task.aligning = undefined;
    this.#snapshot(task, id);
  }

  #setWatermark(task: Task, timestamp: number): void {
    task.watermark = timestamp;
    this.#log(task.index, { kind: "watermark", operator: toOperatorIndex(0), timestamp });
    this.#broadcast(task, { kind: "watermark", timestamp });
  }

  #begin(task: Task, record: RecordView): void {
    const factor = task.role === "source" ? 1 : task.role === "count" ? 0.9 : 0.6;
    const serviceTimeMs = Math.round((this.#options.serviceTimeMs ?? 10) * factor);
    const key = task.role === "count" ? record.key : undefined;
    this.#log(task.index, { kind: "processing", text: record.text, serviceTimeMs, ...(key !== undefined && { key }) });
    task.busyUntil = this.#now + serviceTimeMs;
    task.hand = record;
  }

  #finish(task: Task): void {
    const record = task.hand;
    task.hand = undefined;
    if (!record) return;
    const key = record.key ?? record.text;
    if (task.role === "sink") {
      task.written++;
      this.#log(task.index, { kind: "sinkWritten", operator: toOperatorIndex(0), text: record.text, rowKind: 0, key });
    }
    if (task.role === "source") this.#send(task.outputs[hashOf(key) % task.outputs.length] ?? noChannel, this.#record(key, key));
    if (task.role === "count") {
      const value = (task.counts.get(key) ?? 0) + 1;
      task.counts.set(key, value);
      const keys = task.counts.size;
      this.#log(task.index, { kind: "stateWritten", operator: toOperatorIndex(0), state: "count", key, value: String(value), keys });
      this.#send(task.outputs[0] ?? noChannel, this.#record(key, `${key}, ${value}`));
    }
    this.#log(task.index, { kind: "processed" });
  }

  #record(key: string, text: string): RecordView {
    return { kind: "record", key, text, timestamp: this.#now * 100 };
  }

  #fail(): void {
    this.#failed = true;
    const victim = toTaskIndex(this.#options.sources ?? 2);
    this.#log(victim, { kind: "executionState", attempt: this.#attempt, state: "FAILED", cause: "killed by the fault script" });
    this.#log(coordinator, { kind: "jobStatus", status: "RESTARTING" });
    if (this.#pending) {
      this.#log(coordinator, { kind: "checkpointFailed", checkpointId: toCheckpointId(this.#pending.id), reason: "a task failed", from: victim });
      this.#pending = undefined;
    }
    for (const task of this.#tasks) {
      if (task.index !== victim) this.#log(task.index, { kind: "executionState", attempt: this.#attempt, state: "CANCELED" });
    }
    this.#channels.forEach((channel, index) => {
      if (channel.elements.length > 0) this.#log(channel.to, { kind: "lost", channel: index, count: channel.elements.length });
      channel.elements.length = 0;
      channel.last = 0;
      channel.watermark = -Infinity;
    });
    this.#now += 60;
    this.#attempt++;
    const latest = this.#checkpoint - 1;
    this.#log(coordinator, { kind: "restoring", checkpointId: toCheckpointId(latest), subtasks: [...this.#tasks.keys()] });
    this.#deploy();
    for (const task of this.#tasks) {
      task.hand = undefined;
      task.held.clear();
      task.barrier = undefined;
      task.watermark = -Infinity;
      task.written = 0;
      task.busyUntil = this.#now + 20;
      this.#log(task.index, { kind: "restored", checkpointId: toCheckpointId(latest), bytes: 1536 });
    }
    this.#log(coordinator, { kind: "jobStatus", status: "RUNNING" });
  }
}

const hashOf = (text: string): number => [...text].reduce((hash, letter) => hash + letter.charCodeAt(0), 0);
