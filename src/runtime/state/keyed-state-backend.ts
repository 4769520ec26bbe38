import { engineMessage } from "../../base/engine-messages.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { HeapTimerService, timerBytes } from "../time/heap-timer-service.ts";
import type { TimerCallback, TimerService } from "../time/timer-service.ts";
import type {
  KeyedBackend,
  KeyedBackendOptions,
  KeyedSnapshot,
  KeyedStatistics,
  SnapshotOutput,
} from "./backend.ts";
import type { DenseKeyedState, DenseState } from "./dense-state.ts";
import { keyBytes, KeyTable } from "./key-table.ts";
import type { KeyedState } from "./keyed-state.ts";
import { StateLog } from "./state-log.ts";
import type { StateTable } from "./state-table.ts";
import { HashMapState } from "./hash-map-state.ts";
import { restoreKeyGroup } from "./keyed-restore.ts";
import { CopyOnAccessSnapshot } from "./keyed-snapshot.ts";
import { StateTables } from "./state-tables.ts";
import { valueSize } from "./value-size.ts";
import { windowEntryBytes } from "./window-table.ts";

/** Hashmap backend (`state.backend.type: hashmap`): state lives in memory, snapshots are copied on access. */
export function createKeyedBackend(options: KeyedBackendOptions): KeyedBackend {
  return new HashMapBackend(options);
}

class HashMapBackend implements KeyedBackend {
  readonly state: KeyedState;
  readonly #options: KeyedBackendOptions;
  readonly #keys: KeyTable;
  readonly #log: StateLog | undefined;
  readonly #tables: StateTables;
  readonly #services = new Map<string, HeapTimerService>();
  /** The services in the order in which they were asked for: timers of the first fire first. */
  readonly #serviceList: HeapTimerService[] = [];
  readonly #denseStates: DenseState[] = [];
  readonly #snapshots: CopyOnAccessSnapshot[] = [];
  #watermark: Timestamp = -Infinity;

  constructor(options: KeyedBackendOptions) {
    this.#options = options;
    this.#keys = new KeyTable(options);
    this.#log = options.trace && new StateLog(this.#keys, options.trace);
    this.#tables = new StateTables(options, this.#keys, this.#log);
    this.#keys.memory.addPart(() => this.#keptBytes());
    this.state = new HashMapState(this.#keys, this.#tables, options.tuning.windowColumns ? this.#dense() : undefined);
    this.#restore();
  }

  setCurrentKey(key: unknown): void {
    this.#keys.select(key);
  }

  timers<Namespace>(name: string, callback: TimerCallback<Namespace>): TimerService<Namespace> {
    // A service hands back the namespaces it was given, so the caller alone knows their type.
    const service = this.#service(name) as unknown as HeapTimerService<Namespace>;
    service.setCallback(callback);
    return service;
  }

  setWatermark(watermark: Timestamp): void {
    this.#watermark = watermark;
    for (const service of this.#services.values()) service.currentWatermark = watermark;
  }

  fireEventTimer(): boolean {
    const serviceList = this.#serviceList;
    const denseStates = this.#denseStates;
    for (let index = 0; index < serviceList.length; index += 1)
      if (serviceList[index]?.fireEvent() === true) return true;
    for (let index = 0; index < denseStates.length; index += 1) {
      if (denseStates[index]?.fireEventTimer() === true) return true;
    }
    return false;
  }

  fireProcessingTimer(now: Timestamp): boolean {
    for (const service of this.#serviceList) if (service.fireProcessing(now)) return true;
    return false;
  }

  nextProcessingTimer(): Timestamp {
    let next = Infinity;
    for (const service of this.#serviceList) next = Math.min(next, service.nextProcessing);
    return next;
  }

  quiesceProcessingTimers(): void {
    for (const service of this.#services.values()) service.quiesceProcessing();
  }

  snapshot(output: SnapshotOutput): KeyedSnapshot["keyGroups"] {
    const snapshot = this.startSnapshot();
    while (!snapshot.writeNext(output));
    snapshot.close();
    return snapshot.keyGroups;
  }

  startSnapshot(): KeyedSnapshot {
    this.#keys.deselect();
    const snapshot = new CopyOnAccessSnapshot(
      {
        slice: this.#options.tuning,
        key: this.#options.key,
        keys: this.#keys,
        tables: [...this.#tables.byName.values()],
        services: this.#services,
        denseStates: this.#denseStates,
        filters: this.#tables.snapshotFilters(),
      },
      () => this.#endSnapshot(snapshot),
    );
    this.#snapshots.push(snapshot);
    this.#keys.onSelect = (id) => {
      for (const running of this.#snapshots) running.touch(id);
    };
    return snapshot;
  }

  statistics(): KeyedStatistics {
    let entries = 0;
    for (const table of this.#tables.byName.values()) entries += table.size;
    const services = [...this.#services.values()];
    const ownTimers = this.#denseStates.reduce((sum, state) => sum + state.eventTimers, 0);
    return {
      entries,
      eventTimers: services.reduce((sum, service) => sum + service.event.size, ownTimers),
      processingTimers: services.reduce((sum, service) => sum + service.processing.size, 0),
    };
  }

  /** Bytes that keys, contents and timers take, about. Walks over all of them. [HB34] */
  #keptBytes(): number {
    const keys = this.#keys;
    const tables = this.#tables;
    const dense = new Set<StateTable>(this.#denseStates);
    const sparse = [...tables.byName.values()].filter((table) => !dense.has(table));
    let bytes = this.#denseStates.reduce((sum, { ownBytes }) => sum + ownBytes, 0);
    const { first, last } = keys.keyGroups;
    const count = (value: unknown): void => void (bytes += windowEntryBytes + valueSize(value));
    for (let group = first; group <= last; group++) {
      keys.forEachInGroup(group, (id) => {
        bytes += keyBytes + valueSize(keys.key(id));
        for (const table of sparse) table.forEach(id, count);
      });
    }
    const timers = this.#serviceList.reduce((sum, { event, processing }) => sum + event.size + processing.size, 0);
    return bytes + timerBytes * timers;
  }

  #dense(): DenseKeyedState {
    const { byName } = this.#tables;
    return {
      keys: this.#keys,
      log: this.#log,
      service: (name) => this.#service(name),
      restored: (meta) => (byName.has(meta.name) ? this.#tables.tableOf(meta) : undefined),
      install: (state) => {
        byName.set(state.meta.name, state);
        this.#denseStates.push(state);
      },
    };
  }

  #endSnapshot(snapshot: CopyOnAccessSnapshot): void {
    const index = this.#snapshots.indexOf(snapshot);
    if (index >= 0) this.#snapshots.splice(index, 1);
    if (this.#snapshots.length === 0) this.#keys.onSelect = undefined;
  }

  #service(name: string): HeapTimerService {
    const existing = this.#services.get(name);
    if (existing !== undefined) return existing;
    const options = this.#options;
    const keys = this.#keys;
    const log = this.#log;
    const service = new HeapTimerService({ keys, clock: options.clock, log });
    service.currentWatermark = this.#watermark;
    this.#services.set(name, service);
    this.#serviceList.push(service);
    return service;
  }

  #restore(): void {
    const { restore, key } = this.#options;
    if (restore === undefined) return;
    for (const { file, range } of restore.state.keyGroups) {
      const bytes = restore.files.get(file);
      if (bytes === undefined) throw new Error(engineMessage("snapshotMissing", { file }));
      restoreKeyGroup(bytes.subarray(range.offset, range.offset + range.length), {
        key,
        keys: this.#keys,
        table: (meta) => this.#tables.tableOf(meta),
        service: (name) => this.#service(name),
      });
    }
    this.#keys.deselect();
  }
}
