import type { KeySelector } from "../../stream/key-selector.ts";
import type { ByteRange } from "../../graph/snapshot.ts";
import type { TimeDomain } from "../../observe/event.ts";
import { ByteWriter, valueCodec } from "../../stream/value-codec.ts";
import type { HeapTimerService } from "../time/heap-timer-service.ts";
import type { Timer } from "../time/timer-queue.ts";
import type { KeyedSnapshot, SnapshotOutput } from "./backend.ts";
import type { DenseState } from "./dense-state.ts";
import type { KeyTable } from "./key-table.ts";
import { stateCodec } from "./state-codec.ts";
import type { StateTable } from "./state-table.ts";

/** Keys and timers handled per slice: some hundred microseconds. */
const sliceSize = 2000;

export interface SnapshotSource {
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

/**
 * Writes the state and the timers of the moment it was made, while records go on being processed: a key that
 * becomes current before its key group's turn is written at once, before anything of it can change (copy on
 * access). [ST11] A group's bytes: header (JSON), keys with their entries, timers; `restoreKeyGroup` reads
 * them.
 */
export class CopyOnAccessSnapshot implements KeyedSnapshot {
  readonly keyGroups: { readonly group: number; readonly range: ByteRange }[] = [];
  private readonly source: SnapshotSource;
  private readonly header: string;
  private headerLength = 0;
  private readonly writeKeyValue: (writer: ByteWriter, key: unknown) => void;
  private readonly writeEntries: readonly ((writer: ByteWriter, id: number) => number)[];
  private saved = new Uint8Array(1024);
  private readonly pending = new Map<number, ByteWriter>();
  private readonly captured: CapturedTimers[] = [];
  private readonly timersByGroup = new Map<number, { service: number; domain: TimeDomain; timer: Timer }[]>();
  private capturedAt = 0;
  private group: number;
  /** Ids of the group that is being written; undefined between two groups. */
  private ids: number[] | undefined;
  private idsAt = 0;

  readonly close: () => void;

  constructor(source: SnapshotSource, close: () => void) {
    this.source = source;
    this.close = close;
    this.group = source.keys.keyGroups.first;
    this.writeKeyValue = keyWriter(source.key);
    const names = [...source.services.keys()];
    this.writeEntries = [
      ...source.tables.map((table, index) => entryWriter(table, index, source.filters.get(table.meta.name))),
      ...source.denseStates.map((state) => timerWriter(state, names.indexOf(state.timerService))),
    ];
    this.header = JSON.stringify({ states: source.tables.map((table) => table.meta), timers: names });
    [...source.services.values()].forEach(({ event, processing }, service) => {
      this.captured.push({ service, domain: "event", timers: event.toArray() });
      this.captured.push({ service, domain: "processing", timers: processing.toArray() });
    });
  }

  /** The key with id `id` may change from now on. */
  touch(id: number): void {
    const group = this.source.keys.groupOf(id);
    if (group < this.group) return;
    if (this.saved[id] === 1) return;
    this.writeKey(this.writerOf(group), id);
  }

  /** Does a slice of the work; true when the last key group was written to `output`. */
  writeNext(output: SnapshotOutput): boolean {
    if (this.sortTimers()) return false;
    if (this.group > this.source.keys.keyGroups.last) return true;
    const ids = this.ids ?? this.openGroup();
    const writer = this.pending.get(this.group);
    const end = Math.min(ids.length, this.idsAt + sliceSize);
    for (; this.idsAt < end; this.idsAt += 1) {
      const id = ids[this.idsAt] as number;
      if (this.saved[id] !== 1) this.writeKey(writer ?? this.writerOf(this.group), id);
    }
    if (this.idsAt === ids.length) this.closeGroup(output);
    return this.group > this.source.keys.keyGroups.last;
  }

  /** Puts a slice of the captured timers under their key groups; false when there was nothing left to do. */
  private sortTimers(): boolean {
    const captured = this.captured[0];
    if (captured === undefined) return false;
    const { service, domain, timers } = captured;
    const end = Math.min(timers.length, this.capturedAt + sliceSize * 10);
    for (; this.capturedAt < end; this.capturedAt += 1) {
      const timer = timers[this.capturedAt] as Timer;
      const group = this.timersByGroup.get(timer.keyGroup);
      if (group === undefined) this.timersByGroup.set(timer.keyGroup, [{ service, domain, timer }]);
      else group.push({ service, domain, timer });
    }
    if (this.capturedAt === timers.length) {
      this.captured.shift();
      this.capturedAt = 0;
    }
    return true;
  }

  private openGroup(): number[] {
    const ids: number[] = [];
    this.source.keys.forEachInGroup(this.group, (id) => ids.push(id));
    this.ids = ids;
    this.idsAt = 0;
    return ids;
  }

  private closeGroup(output: SnapshotOutput): void {
    const { group } = this;
    const timers = this.timersByGroup.get(group) ?? [];
    const writer = timers.length > 0 ? this.writerOf(group) : this.pending.get(group);
    if (writer !== undefined && (timers.length > 0 || writer.length > this.headerLength)) {
      writer.uint8(0);
      writer.int32(timers.length);
      for (const { service, domain, timer } of timers) this.writeTimer(writer, { service, domain, timer });
      this.keyGroups.push({ group, range: output.append(writer.bytes()) });
    }
    this.pending.delete(group);
    this.timersByGroup.delete(group);
    this.ids = undefined;
    this.group += 1;
  }

  private writerOf(group: number): ByteWriter {
    const existing = this.pending.get(group);
    if (existing !== undefined) return existing;
    const writer = new ByteWriter();
    writer.string(this.header);
    this.headerLength = writer.length;
    this.pending.set(group, writer);
    return writer;
  }

  private writeKey(writer: ByteWriter, id: number): void {
    this.markSaved(id);
    const start = writer.length;
    writer.uint8(1);
    this.writeKeyValue(writer, this.source.keys.key(id));
    let entries = 0;
    for (const write of this.writeEntries) entries += write(writer, id);
    writer.uint8(endOfEntries);
    if (entries === 0) writer.truncate(start);
  }

  private markSaved(id: number): void {
    if (id >= this.saved.length) {
      const larger = new Uint8Array(Math.max(id + 1, this.saved.length * 2));
      larger.set(this.saved);
      this.saved = larger;
    }
    this.saved[id] = 1;
  }

  private writeTimer(
    writer: ByteWriter,
    { service, domain, timer }: { service: number; domain: TimeDomain; timer: Timer },
  ): void {
    writer.uint8(service * 2 + (domain === "event" ? 0 : 1));
    this.writeKeyValue(writer, timer.key);
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
