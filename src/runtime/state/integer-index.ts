const empty = -1;

/**
 * Map from integers to small non-negative integers: open addressing with linear probing in typed arrays, four
 * times as fast as `Map` where it matters (dataplane.md 3). Keys are any numbers without a fraction; other
 * numbers work, but collide.
 */
export class IntegerIndex {
  private keys = new Float64Array(64);
  private values = new Int32Array(64).fill(empty);
  private mask = 63;
  private count = 0;

  /** -1 when absent. */
  get(key: number): number {
    const { keys, values, mask } = this;
    for (let slot = spread(key) & mask; ; slot = (slot + 1) & mask) {
      const value = values[slot] as number;
      if (value === empty || keys[slot] === key) return value;
    }
  }

  /** `key` must be absent. */
  add(key: number, value: number): void {
    if ((this.count + 1) * 2 > this.mask) this.grow();
    this.insert(key, value);
    this.count += 1;
  }

  /** `key` must be present. Moves the entries of its cluster up, so that no gap hides one. */
  delete(key: number): void {
    const { keys, values, mask } = this;
    let gap = spread(key) & mask;
    while (keys[gap] !== key || values[gap] === empty) gap = (gap + 1) & mask;
    for (let slot = (gap + 1) & mask; values[slot] !== empty; slot = (slot + 1) & mask) {
      const home = spread(keys[slot] as number) & mask;
      if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
      keys[gap] = keys[slot] as number;
      values[gap] = values[slot] as number;
      gap = slot;
    }
    values[gap] = empty;
    this.count -= 1;
  }

  private insert(key: number, value: number): void {
    const { keys, values, mask } = this;
    let slot = spread(key) & mask;
    while (values[slot] !== empty) slot = (slot + 1) & mask;
    keys[slot] = key;
    values[slot] = value;
  }

  private grow(): void {
    const { keys, values } = this;
    const capacity = keys.length * 2;
    this.keys = new Float64Array(capacity);
    this.values = new Int32Array(capacity).fill(empty);
    this.mask = capacity - 1;
    for (let slot = 0; slot < keys.length; slot += 1) {
      const value = values[slot] as number;
      if (value !== empty) this.insert(keys[slot] as number, value);
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
