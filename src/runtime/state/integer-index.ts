const empty = -1;
/** Set in the value of a key that is no 32-bit integer. Values are below it. */
const wide = 0x40000000;

/**
 * Map from integers to small non-negative integers: open addressing with linear probing in a typed array, four
 * times as fast as `Map` where it matters. Keys are any numbers without a fraction; other
 * numbers work, but collide.
 */
export class IntegerIndex {
  /** Two words per slot, so that a lookup meets one cache line: the low word of the key, and its value or -1. */
  #slots = new Int32Array(128).fill(empty);
  #mask = 63;
  #count = 0;
  /** Whole keys, by value, of those that are no 32-bit integers. */
  #wideKeys = new Float64Array(0);

  /** -1 when absent. */
  get(key: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const low = key | 0;
    if (low !== key) return this.#getWide(key);
    for (let slot = spread(low) & mask; ; slot = (slot + 1) & mask) {
      const value = slots[slot * 2 + 1] as number;
      if (value === empty || (slots[slot * 2] === low && value < wide)) return value;
    }
  }

  /** `key` must be absent. */
  add(key: number, value: number): void {
    if ((this.#count + 1) * 2 > this.#mask) this.#grow();
    const isWide = (key | 0) !== key;
    if (isWide) this.#putWideKey(key, value);
    this.#insert(key, isWide ? value | wide : value);
    this.#count += 1;
  }

  /** `key` must be present. Moves the entries of its cluster up, so that no gap hides one. */
  delete(key: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let gap = spread(key) & mask;
    while (slots[gap * 2 + 1] === empty || this.#keyAt(gap) !== key) gap = (gap + 1) & mask;
    for (let slot = (gap + 1) & mask; slots[slot * 2 + 1] !== empty; slot = (slot + 1) & mask) {
      const home = spread(this.#keyAt(slot)) & mask;
      if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
      slots[gap * 2] = slots[slot * 2] as number;
      slots[gap * 2 + 1] = slots[slot * 2 + 1] as number;
      gap = slot;
    }
    slots[gap * 2 + 1] = empty;
    this.#count -= 1;
  }

  #getWide(key: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const wideKeys = this.#wideKeys;
    for (let slot = spread(key) & mask; ; slot = (slot + 1) & mask) {
      const value = slots[slot * 2 + 1] as number;
      if (value === empty) return empty;
      if (value >= wide && wideKeys[value ^ wide] === key) return value ^ wide;
    }
  }

  /** Key of a slot that is taken. */
  #keyAt(slot: number): number {
    const value = this.#slots[slot * 2 + 1] as number;
    return (value >= wide ? this.#wideKeys[value ^ wide] : this.#slots[slot * 2]) as number;
  }

  #insert(key: number, value: number): void {
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = spread(key) & mask;
    while (slots[slot * 2 + 1] !== empty) slot = (slot + 1) & mask;
    slots[slot * 2] = key | 0;
    slots[slot * 2 + 1] = value;
  }

  #putWideKey(key: number, value: number): void {
    if (value >= this.#wideKeys.length) {
      const larger = new Float64Array(Math.max(64, value * 2));
      larger.set(this.#wideKeys);
      this.#wideKeys = larger;
    }
    this.#wideKeys[value] = key;
  }

  #grow(): void {
    const slots = this.#slots;
    const wideKeys = this.#wideKeys;
    this.#slots = new Int32Array(slots.length * 2).fill(empty);
    this.#mask = slots.length - 1;
    for (let at = 0; at < slots.length; at += 2) {
      const value = slots[at + 1] as number;
      if (value !== empty) this.#insert((value >= wide ? wideKeys[value ^ wide] : slots[at]) as number, value);
    }
  }
}

/** Mixes all 53 bits, because neighbouring and strided keys are the rule. */
function spread(key: number): number {
  const low = key | 0;
  let mixed = low === key ? low : low ^ Math.imul((key / 4294967296) | 0, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  return mixed ^ (mixed >>> 15);
}
