/** One requestAnimationFrame for everything that moves. Listeners are called in the order they came. */
export class FrameLoop {
  #listeners = new Set<(wall: number) => void>();
  #handle: number | undefined;

  /** Returns the way to stop listening. */
  add(listener: (wall: number) => void): () => void {
    this.#listeners.add(listener);
    this.#handle ??= requestAnimationFrame(this.#frame);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#handle === undefined) return;
      cancelAnimationFrame(this.#handle);
      this.#handle = undefined;
    };
  }

  /** As `add`, but called before all others: for what measures them. */
  addFirst(listener: (wall: number) => void): () => void {
    this.#listeners = new Set([listener, ...this.#listeners]);
    return this.add(listener);
  }

  readonly #frame = (wall: number): void => {
    this.#handle = requestAnimationFrame(this.#frame);
    for (const listener of this.#listeners) listener(wall);
  };
}
