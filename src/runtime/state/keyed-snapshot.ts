import type { KeySelector } from "../../stream/key-selector.ts";
import type { ByteRange } from "../../graph/snapshot.ts";
import type { TaskTuning } from "../../graph/task-deployment.ts";
import type { TimeDomain } from "../../observe/event.ts";
import { ByteWriter, valueCodec } from "../../stream/value-codec.ts";
import type { HeapTimerService } from "../time/heap-timer-service.ts";
import type { Timer } from "../time/timer-queue.ts";
import type { KeyedSnapshot, SnapshotOutput } from "./backend.ts";
import type { DenseState } from "./dense-state.ts";
import type { KeyTable } from "./key-table.ts";
import { stateCodec } from "./state-codec.ts";
import type { StateTable } from "./state-table.ts";

/** Timers that take as long as a key. */
const timersPerKey = 4;

/** How much of a snapshot is written at once. */
export type SliceSize = Pick<TaskTuning, "sliceKeys" | "sliceBytes">;

export interface SnapshotSource {
  readonly slice: SliceSize;
  readonly key: KeySelector;
  readonly keys: KeyTable;
  readonly tables: readonly StateTable[];
  readonly services: ReadonlyMap<string, HeapTimerService>;
  readonly denseStates: readonly DenseState[];
  /** What of a state's contents is worth writing, where not all is; undefined: nothing. */
  readonly filters: ReadonlyMap<string, (contents: unknown) => unknown>;
}

interface CapturedTimers {
  readonly service: number;
  readonly domain: TimeDomain;
  readonly timers: readonly Timer[];
}

/** Timers of a key group as its bytes have them, behind their number. */
interface GroupTimers {
  readonly writer: ByteWriter;
  count: number;
}

/**
 * Writes the state and the timers of the moment it was made, while records go on being processed: a key that
 * becomes current before its key group's turn is written at once, before anything of it can change (copy on
 * access). [ST11] A group's bytes: header (JSON), keys with their entries, timers; `restoreKeyGroup` reads
 * them.
 */
export class CopyOnAccessSnapshot implements KeyedSnapshot {
  readonly keyGroups: { readonly group: number; readonly range: ByteRange }[] = [];
  readonly #source: SnapshotSource;
  readonly #header: string;
  #headerLength = 0;
  readonly #writeKeyValue: (writer: ByteWriter, key: unknown) => void;
  readonly #writeEntries: readonly ((writer: ByteWriter, id: number) => number)[];
  /** By id: 1 when the key was written. */
  #saved: Uint8Array<ArrayBuffer>;
  /** Of groups whose turn is still to come: the keys that were written when they became current. */
  readonly #pending = new Map<number, ByteWriter>();
  readonly #captured: CapturedTimers[] = [];
  readonly #timersByGroup = new Map<number, GroupTimers>();
  #capturedAt = 0;
  /** The group whose turn it is; `writer` holds what of it the output does not have yet. */
  #group: number;
  #writer: ByteWriter;
  #range: ByteRange | undefined;
  #ids = new Int32Array(256);
  #idCount = 0;
  #idsAt = 0;
  #isOpen = false;

  readonly close: () => void;

  constructor(source: SnapshotSource, close: () => void) {
    this.#source = source;
    this.close = close;
    this.#group = source.keys.keyGroups.first;
    this.#writer = new ByteWriter(2 * source.slice.sliceBytes);
    this.#saved = new Uint8Array(source.keys.idLimit);
    this.#writeKeyValue = keyWriter(source.key);
    const names = [...source.services.keys()];
    this.#writeEntries = [
      ...source.tables.map((table, index) => entryWriter(table, index, source.filters.get(table.meta.name))),
      ...source.denseStates.map((state) => timerWriter(state, names.indexOf(state.timerService))),
    ];
    this.#header = JSON.stringify({ states: source.tables.map((table) => table.meta), timers: names });
    [...source.services.values()].forEach(({ event, processing }, service) => {
      this.#captured.push({ service, domain: "event", timers: event.toArray() });
      this.#captured.push({ service, domain: "processing", timers: processing.toArray() });
    });
  }

  /** The key with id `id` may change from now on. */
  touch(id: number): void {
    const group = this.#source.keys.groupOf(id);
    if (group < this.#group) return;
    if (this.#saved[id] === 1) return;
    this.#writeKey(group === this.#group && this.#isOpen ? this.#writer : this.#pendingOf(group), id);
  }

  /** Does a slice of the work; true when the last key group was written to `output`. A key group without keys counts as one key. */
  writeNext(output: SnapshotOutput): boolean {
    const { slice, keys } = this.#source;
    const { last } = keys.keyGroups;
    let left = this.#sortTimers(slice.sliceKeys);
    for (let bytes = 0; left > 0 && bytes < slice.sliceBytes && this.#group <= last; ) {
      if (!this.#isOpen) this.#openGroup();
      const writer = this.#writer;
      const [start, before] = [this.#idsAt, writer.length];
      const end = Math.min(this.#idCount, start + left);
      while (this.#idsAt < end && (this.#idsAt === start || bytes + writer.length - before < slice.sliceBytes)) {
        const id = this.#ids[this.#idsAt++] as number;
        if (this.#saved[id] !== 1) this.#writeKey(writer, id);
      }
      left -= Math.max(1, this.#idsAt - start);
      bytes += writer.length - before;
      if (this.#idsAt === this.#idCount) this.#closeGroup(output);
      else this.#handOver(output);
    }
    return this.#captured.length === 0 && this.#group > last;
  }

  /** Writes captured timers, each for its key group, in the time of `keys` keys. Returns for how many keys time is left. */
  #sortTimers(keys: number): number {
    let left = keys * timersPerKey;
    for (let captured = this.#captured[0]; captured !== undefined && left > 0; captured = this.#captured[0]) {
      const { timers } = captured;
      const end = Math.min(timers.length, this.#capturedAt + left);
      left -= end - this.#capturedAt;
      for (; this.#capturedAt < end; this.#capturedAt += 1) this.#sortTimer(captured, timers[this.#capturedAt] as Timer);
      if (this.#capturedAt < timers.length) break;
      this.#captured.shift();
      this.#capturedAt = 0;
    }
    return Math.ceil(left / timersPerKey);
  }

  #sortTimer({ service, domain }: CapturedTimers, timer: Timer): void {
    let group = this.#timersByGroup.get(timer.keyGroup);
    if (group === undefined) {
      group = { writer: new ByteWriter(), count: 0 };
      this.#timersByGroup.set(timer.keyGroup, group);
    }
    group.count += 1;
    this.#writeTimer(group.writer, { service, domain, timer });
  }

  #openGroup(): void {
    const touched = this.#pending.get(this.#group);
    this.#pending.delete(this.#group);
    this.#writer.truncate(0);
    if (touched === undefined) this.#writeHeader(this.#writer);
    else this.#writer.append(touched.bytes());
    this.#idCount = 0;
    this.#idsAt = 0;
    this.#source.keys.forEachInGroup(this.#group, (id) => this.#noteId(id));
    this.#isOpen = true;
  }

  #noteId(id: number): void {
    if (this.#idCount === this.#ids.length) {
      const larger = new Int32Array(this.#ids.length * 2);
      larger.set(this.#ids);
      this.#ids = larger;
    }
    this.#ids[this.#idCount++] = id;
  }

  /** Gives what was written of the open group to `output`. A group of which there is nothing has no bytes at all. */
  #handOver(output: SnapshotOutput): void {
    const writer = this.#writer;
    const range = this.#range;
    if (range === undefined && writer.length === this.#headerLength) return;
    const { offset, length } = output.append(writer.bytes());
    this.#range = range === undefined ? { offset, length } : { offset: range.offset, length: range.length + length };
    writer.truncate(0);
  }

  #closeGroup(output: SnapshotOutput): void {
    const group = this.#group;
    const writer = this.#writer;
    const timers = this.#timersByGroup.get(group);
    if (timers !== undefined || this.#range !== undefined || writer.length > this.#headerLength) {
      writer.uint8(0);
      writer.int32(timers?.count ?? 0);
      if (timers !== undefined) writer.append(timers.writer.bytes());
      this.#handOver(output);
    }
    if (this.#range !== undefined) this.keyGroups.push({ group, range: this.#range });
    this.#timersByGroup.delete(group);
    this.#range = undefined;
    this.#isOpen = false;
    this.#group += 1;
  }

  #pendingOf(group: number): ByteWriter {
    const existing = this.#pending.get(group);
    if (existing !== undefined) return existing;
    const writer = new ByteWriter();
    this.#writeHeader(writer);
    this.#pending.set(group, writer);
    return writer;
  }

  #writeHeader(writer: ByteWriter): void {
    writer.string(this.#header);
    this.#headerLength = writer.length;
  }

  #writeKey(writer: ByteWriter, id: number): void {
    this.#markSaved(id);
    const start = writer.length;
    writer.uint8(1);
    this.#writeKeyValue(writer, this.#source.keys.key(id));
    let entries = 0;
    for (const write of this.#writeEntries) entries += write(writer, id);
    writer.uint8(endOfEntries);
    if (entries === 0) writer.truncate(start);
  }

  #markSaved(id: number): void {
    if (id >= this.#saved.length) {
      const larger = new Uint8Array(Math.max(id + 1, this.#saved.length * 2));
      larger.set(this.#saved);
      this.#saved = larger;
    }
    this.#saved[id] = 1;
  }

  #writeTimer(
    writer: ByteWriter,
    { service, domain, timer }: { service: number; domain: TimeDomain; timer: Timer },
  ): void {
    writer.uint8(service * 2 + (domain === "event" ? 0 : 1));
    this.#writeKeyValue(writer, timer.key);
    writer.float64(timer.priority);
    writer.uint8(timer.namespace === undefined ? 0 : 1);
    if (timer.namespace === undefined) return;
    writer.float64(timer.start);
    writer.float64(timer.end);
  }
}

/** In place of the index of a state; there are never that many states in one operator. */
export const endOfEntries = 255;
/** In place of the index of a state: an event timer that belongs to a dense state. */
export const timerEntry = 254;

function keyWriter(key: KeySelector): (writer: ByteWriter, value: unknown) => void {
  const codecs = key.fields.map((field) => valueCodec(field.type));
  const [only] = codecs;
  if (codecs.length === 1 && only !== undefined) return (writer, value) => only.write(writer, value);
  return (writer, value) =>
    codecs.forEach((codec, index) => codec.write(writer, (value as readonly unknown[])[index]));
}

function timerWriter(state: DenseState, service: number): (writer: ByteWriter, id: number) => number {
  return (writer, id) => {
    let count = 0;
    state.forEachTimer(id, (timestamp, { start, end }) => {
      writer.uint8(timerEntry);
      writer.uint8(service);
      writer.float64(timestamp);
      writer.float64(start);
      writer.float64(end);
      count += 1;
    });
    return count;
  };
}

/** Writes the entries of state `index` of a key and says how many there were. */
function entryWriter(
  table: StateTable,
  index: number,
  filter: ((contents: unknown) => unknown) | undefined,
): (writer: ByteWriter, id: number) => number {
  const codec = stateCodec(table.meta);
  const windowed = table.meta.namespace === "window";
  return (writer, id) => {
    let count = 0;
    table.forEach(id, (contents, { start, end }) => {
      const value = filter === undefined ? contents : filter(contents);
      if (value === undefined) return;
      writer.uint8(index);
      if (windowed) {
        writer.float64(start);
        writer.float64(end);
      }
      codec.write(writer, value);
      count += 1;
    });
    return count;
  };
}
