import { engineMessage } from "../../base/engine-messages.ts";
import { keyGroupOf } from "../../stream/key-group.ts";
import type { KeyGroupRange } from "../../stream/key-group.ts";
import type { KeySelector } from "../../stream/key-selector.ts";
import type { Field, LogicalType } from "../../stream/logical-type.ts";
import { assert } from "../../base/assert.ts";
import { IntegerIndex } from "./integer-index.ts";
import { StateMemory } from "./state-memory.ts";
import { valueSize } from "./value-size.ts";

const none = -1;
/** What a key takes beside its value, about: its places in the columns and in the index. */
export const keyBytes = 64;
const noKey = Symbol("no key");
const noKeyError = (): Error => new Error(engineMessage("noKey"));

export interface KeyTableOptions {
  readonly key: KeySelector;
  readonly maxParallelism: number;
  readonly keyGroups: KeyGroupRange;
  /** Default: without limit. */
  readonly memory?: StateMemory | undefined;
}

/**
 * The keys that have something, each under a small dense id; states and timers keep their contents by id. An
 * id lives while something refers to it (`retain`), or its key is the current one, and is used again
 * afterwards.
 */
export class KeyTable {
  /** Id of the current key; -1 without one. */
  currentId = none;
  /**
   * Called with every id that becomes current, before anything of the key can change: how a snapshot copies
   * on access.
   */
  onSelect: ((id: number) => void) | undefined;
  readonly keyGroups: KeyGroupRange;
  readonly memory: StateMemory;

  /** Undefined where keys are no whole numbers. */
  readonly #integers: IntegerIndex | undefined;
  readonly #others = new Map<unknown, number>();
  readonly #selector: KeySelector;
  /** Undefined when a key is its own identity. */
  readonly #identity: ((key: unknown) => unknown) | undefined;
  readonly #maxParallelism: number;

  #lastKey: unknown = noKey;
  /** True when nothing may refer to the current id: only then is its count, a cache miss of its own, worth a look. */
  #isLoose = false;
  readonly #keys: unknown[] = [];
  readonly #freeIds: number[] = [];
  #references = new Int32Array(64);
  #groups = new Int32Array(64);
  #next = new Int32Array(64);
  #previous = new Int32Array(64);
  readonly #firstOfGroup: Int32Array;

  constructor({ key, maxParallelism, keyGroups, memory }: KeyTableOptions) {
    const only = key.fields.length === 1 ? key.fields[0]?.type : undefined;
    this.#selector = key;
    this.memory = memory ?? new StateMemory(Infinity);
    this.#identity = isIdentical(only) ? undefined : key.identity;
    this.#integers = hasIntegerValues(only) ? new IntegerIndex() : undefined;
    this.#maxParallelism = maxParallelism;
    this.keyGroups = keyGroups;
    this.#firstOfGroup = new Int32Array(keyGroups.last - keyGroups.first + 1).fill(none);
  }

  get fields(): readonly Field[] {
    return this.#selector.fields;
  }

  /** Every id is below it; ids of later keys need not be. */
  get idLimit(): number {
    return this.#keys.length;
  }

  /** Makes `key` the current one. [ST1] */
  select(key: unknown): void {
    if (key === this.#lastKey) return;
    // A whole number is its own identity.
    const integers = typeof key === "number" ? this.#integers : undefined;
    const found = integers === undefined ? this.#findOther(key) : integers.get(key as number);
    if (found === none) this.#enterNew(key);
    else this.#enter(found);
    this.#lastKey = key;
  }

  /** Makes the key with id `id` the current one. */
  selectId(id: number): void {
    if (id === this.currentId) return;
    this.#enter(id);
    this.#lastKey = this.#keys[id];
  }

  /** No key is current any more. */
  deselect(): void {
    if (this.#isLoose) this.#leave();
    this.currentId = none;
    this.#lastKey = noKey;
  }

  /** Id of the current key; an error without one. [ST2] */
  current(): number {
    if (this.currentId < 0) throw noKeyError();
    return this.currentId;
  }

  key(id: number): unknown {
    return this.#keys[id];
  }

  text(id: number): string {
    return this.#selector.keyText(this.#keys[id]);
  }

  /** Something more refers to `id`. */
  retain(id: number): void {
    this.#references[id] = (this.#references[id] as number) + 1;
  }

  /** Something less refers to `id`; without any, a key that is not the current one is forgotten. */
  release(id: number): void {
    const rest = (this.#references[id] as number) - 1;
    this.#references[id] = rest;
    if (rest !== 0) return;
    if (id === this.currentId) this.#isLoose = true;
    else this.#drop(id);
  }

  /** Ids of a key group, newest first. The visitor must not add or remove keys. */
  forEachInGroup(group: number, visit: (id: number) => void): void {
    for (
      let id = this.#firstOfGroup[group - this.keyGroups.first] as number;
      id !== none;
      id = this.#next[id] as number
    )
      visit(id);
  }

  groupOf(id: number): number {
    return this.#groups[id] as number;
  }

  #findOther(key: unknown): number {
    const identity = this.#identity === undefined ? key : this.#identity(key);
    return this.#others.get(identity) ?? none;
  }

  #enterNew(key: unknown): void {
    this.#enter(this.#add(key));
    this.#isLoose = true;
  }

  #enter(id: number): void {
    if (this.#isLoose && id !== this.currentId) this.#leave();
    this.currentId = id;
    if (this.onSelect !== undefined) this.onSelect(id);
  }

  /** The current key is about to be current no more. */
  #leave(): void {
    this.#isLoose = false;
    if (this.#references[this.currentId] === 0) this.#drop(this.currentId);
  }

  #add(key: unknown): number {
    this.memory.write(keyBytes + valueSize(key));
    const group = keyGroupOf(this.#selector.hash(key), this.#maxParallelism);
    const { first, last } = this.keyGroups;
    assert(
      group >= first && group <= last,
      `[ST1] key group ${group} of key ${this.#selector.keyText(key)} is not in [${first}, ${last}]`,
    );
    const id = this.#freeIds.pop() ?? this.#keys.length;
    if (id === this.#references.length) this.#grow();
    if (id === this.#keys.length) this.#keys.push(key);
    else this.#keys[id] = key;
    if (typeof key === "number" && this.#integers !== undefined) this.#integers.add(key, id);
    else this.#others.set(this.#identity === undefined ? key : this.#identity(key), id);
    this.#references[id] = 0;
    this.#groups[id] = group;
    this.#link(id, group - first);
    return id;
  }

  #drop(id: number): void {
    const key = this.#keys[id];
    if (typeof key === "number" && this.#integers !== undefined) this.#integers.delete(key);
    else this.#others.delete(this.#identity === undefined ? key : this.#identity(key));
    this.#unlink(id, (this.#groups[id] as number) - this.keyGroups.first);
    this.#keys[id] = undefined;
    this.#freeIds.push(id);
  }

  #link(id: number, group: number): void {
    const head = this.#firstOfGroup[group] as number;
    this.#next[id] = head;
    this.#previous[id] = none;
    if (head !== none) this.#previous[head] = id;
    this.#firstOfGroup[group] = id;
  }

  #unlink(id: number, group: number): void {
    const before = this.#previous[id] as number;
    const behind = this.#next[id] as number;
    if (before === none) this.#firstOfGroup[group] = behind;
    else this.#next[before] = behind;
    if (behind !== none) this.#previous[behind] = before;
  }

  #grow(): void {
    this.#references = doubled(this.#references);
    this.#groups = doubled(this.#groups);
    this.#next = doubled(this.#next);
    this.#previous = doubled(this.#previous);
  }
}

function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}

/** True for the types whose values are their own identity in a `Map`. */
function isIdentical(type: LogicalType | undefined): boolean {
  if (type === undefined) return false;
  return hasIntegerValues(type) || type.type === "BOOLEAN" || type.type === "CHAR" || type.type === "VARCHAR";
}

/** True for the types whose values are whole numbers, or bigints where they are too large. */
export function hasIntegerValues(type: LogicalType | undefined): boolean {
  switch (type?.type) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
    case "DATE":
    case "TIME":
      return true;
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return type.precision <= 3;
    default:
      return false;
  }
}
