import { engineMessage } from "../../base/engine-messages.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import type { KeyedBackendOptions } from "./backend.ts";
import type { KeyTable } from "./key-table.ts";
import type { MapStateDescriptor, StateDescriptor } from "./keyed-state.ts";
import { hasNumberValues, NumberTable, ObjectTable } from "./state-table.ts";
import type { StateKind, StateMeta, StateTable } from "./state-table.ts";
import type { StateLog } from "./state-log.ts";
import { TracedTable } from "./traced-table.ts";
import { mapContents, TtlClock } from "./ttl.ts";
import type { TtlValue } from "./ttl.ts";
import { WindowTable } from "./window-table.ts";

/** The tables of a backend's states by name, restored and declared. */
export class StateTables {
  readonly byName = new Map<string, StateTable>();
  readonly #options: KeyedBackendOptions;
  readonly #keys: KeyTable;
  readonly #log: StateLog | undefined;
  readonly #ttlClocks = new Map<string, TtlClock>();

  constructor(options: KeyedBackendOptions, keys: KeyTable, log: StateLog | undefined) {
    this.#options = options;
    this.#keys = keys;
    this.#log = log;
  }

  /** The table of a state that an operator declares. */
  table(
    kind: StateKind,
    descriptor: StateDescriptor & { readonly keyType?: MapStateDescriptor["keyType"] },
  ): StateTable {
    const { name, type, namespace = "void", keyType, ttl, isOwnNote } = descriptor;
    const table = this.tableOf({
      name,
      kind,
      namespace,
      type,
      ...(keyType === undefined ? {} : { keyType }),
      ...(ttl === undefined ? {} : { ttl: true }),
    });
    if (table instanceof TracedTable) table.readsAreCauses = isOwnNote !== true;
    return table;
  }

  /** The clock of a state with a TTL; undefined without one. [ST15] */
  ttlClock({ name, ttl }: StateDescriptor): TtlClock | undefined {
    if (ttl === undefined) return undefined;
    const clock = new TtlClock(ttl, this.#options.clock);
    this.#ttlClocks.set(name, clock);
    return clock;
  }

  /** What is worth writing of the contents of states with a TTL. [ST20] */
  snapshotFilters(): ReadonlyMap<string, (contents: unknown) => unknown> {
    const filters = new Map<string, (contents: unknown) => unknown>();
    for (const [name, clock] of this.#ttlClocks) {
      const kind = this.byName.get(name)?.meta.kind;
      if (kind === undefined || !clock.config.cleanupFullSnapshot) continue;
      const alive = (value: unknown): unknown =>
        clock.isExpired(value as TtlValue<unknown>) ? undefined : value;
      filters.set(name, (contents) => mapContents(kind, contents, alive));
    }
    return filters;
  }

  /** The table of a state: made when it is first asked for, or restored; then the two must agree. [ST10] */
  tableOf(meta: StateMeta): StateTable {
    const existing = this.byName.get(meta.name);
    if (existing === undefined) return this.#addTable(meta);
    const [was, is] = [shapeOf(existing.meta), shapeOf(meta)];
    if (was !== is) throw new Error(engineMessage("stateWas", { name: meta.name, was, is }));
    return existing.meta.ttl === meta.ttl ? existing : this.#switchTtl(existing, meta);
  }

  #addTable(meta: StateMeta): StateTable {
    const keys = this.#keys;
    const log = this.#log;
    const table = createTable(meta, keys);
    const observed = log === undefined ? table : new TracedTable(table, keys, log);
    this.byName.set(meta.name, observed);
    return observed;
  }

  /**
   * Restored contents get the time of now when a TTL is switched on, and lose theirs when it is switched off.
   * [ST15]
   */
  #switchTtl(existing: StateTable, meta: StateMeta): StateTable {
    const now = this.#options.clock.now();
    const change = (value: unknown): unknown =>
      meta.ttl === true ? { value, at: now } : (value as TtlValue<unknown>).value;
    const table = this.#addTable(meta);
    const { first, last } = this.#keys.keyGroups;
    for (let group = first; group <= last; group += 1) {
      const entries: { readonly id: number; readonly contents: unknown }[] = [];
      this.#keys.forEachInGroup(group, (id) =>
        existing.forEach(id, (contents) => entries.push({ id, contents })),
      );
      for (const { id, contents } of entries) {
        this.#keys.selectId(id);
        table.put(mapContents(meta.kind, contents, change));
        this.#keys.release(id);
      }
    }
    this.#keys.deselect();
    return table;
  }
}

/** What a declaration must agree in, in the words of its message: `map of STRING to INT NOT NULL`. */
function shapeOf({ kind, type, keyType, namespace }: StateMeta): string {
  const contents = [keyType, type].flatMap((each) => (each ? [formatLogicalType(each)] : [])).join(" to ");
  return `${kind} of ${contents}${namespace === "window" ? " for each window" : ""}`;
}

function createTable(meta: StateMeta, keys: KeyTable): StateTable {
  if (meta.namespace === "window") return new WindowTable(meta, keys);
  const typed =
    meta.kind !== "list" && meta.kind !== "map" && meta.ttl !== true && hasNumberValues(meta.type);
  return typed ? new NumberTable(meta, keys) : new ObjectTable(meta, keys);
}
