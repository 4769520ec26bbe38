/** Wall clock of a paced run. */
export interface WallClock {
  /** Milliseconds, from anywhere. */
  now(): number;
  /** Calls back once after `ms`. Returns what takes it back. */
  delay(ms: number, callback: () => void): () => void;
}

/** Maps virtual to wall time: `speed` virtual milliseconds per wall millisecond; Infinity = as fast as possible. */
export class Pacer {
  readonly #clock: WallClock;
  #factor: number;
  #anchor = { virtual: 0, wall: 0 };

  constructor(clock: WallClock, speed: number) {
    this.#clock = clock;
    this.#factor = speed;
  }

  get speed(): number {
    return this.#factor;
  }

  /** Virtual time `virtual` is now; what passed before, paused or not, does not count any more. */
  restart(virtual: number, speed = this.#factor): void {
    this.#factor = speed;
    this.#anchor = { virtual, wall: this.#clock.now() };
  }

  /** Wall milliseconds until virtual time `virtual`; 0 when it has come. */
  wallMsUntil(virtual: number): number {
    const elapsed = this.#clock.now() - this.#anchor.wall;
    return Math.max(0, (virtual - this.#anchor.virtual) / this.#factor - elapsed);
  }

  /** Virtual time now, at most `limit`. */
  virtualNow(limit: number): number {
    if (this.#factor === Infinity) return this.#anchor.virtual;
    const elapsed = this.#clock.now() - this.#anchor.wall;
    return Math.min(limit, Math.floor(this.#anchor.virtual + elapsed * this.#factor));
  }
}
