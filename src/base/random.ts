/** Source of pseudo-random numbers whose whole state is one 32-bit integer, so that it can be part of a snapshot. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, bound). `bound` is at least 1. */
  integer(bound: number): number;
  /** State to hand to `seededRandom` to continue this sequence. */
  readonly state: number;
}

/** mulberry32 (Tommy Ettinger): 32 bits of state, period 2^32; plenty for schedules and test data, not for secrets. */
export function seededRandom(seed: number): Random {
  return new SeededRandom(seed);
}

/** A class, because the engine looks up every member of an object literal that has a getter anew, and inlines none. */
class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  next(): number {
    const state = (this.#state + 0x6d2b79f5) | 0;
    this.#state = state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  integer(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  get state(): number {
    return this.#state;
  }
}

/** Independent seed for part `index` of something seeded with `seed` (splitmix32 finaliser). */
export function deriveSeed(seed: number, index: number): number {
  let mixed = (seed + Math.imul(index + 1, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) | 0;
}
