interface Listener {
  readonly call: (wall: number) => void;
  readonly onFailure: (thrown: unknown) => void;
}

const toErrorLog = (thrown: unknown): void => reportError(thrown);

/**
 * One requestAnimationFrame for everything that moves. Listeners are called in the order they came. One that throws is called no more,
 * and the others do not feel it.
 */
export class FrameLoop {
  #listeners = new Set<Listener>();
  #handle: number | undefined;

  /** Returns the way to stop listening. `onFailure` is told what `call` threw; by default the page's error log is. */
  add(call: (wall: number) => void, onFailure: (thrown: unknown) => void = toErrorLog): () => void {
    return this.#add({ call, onFailure });
  }

  /** As `add`, but called before all others: for what measures them. */
  addFirst(call: (wall: number) => void): () => void {
    const listener = { call, onFailure: toErrorLog };
    this.#listeners = new Set([listener, ...this.#listeners]);
    return this.#add(listener);
  }

  #add(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#handle ??= requestAnimationFrame(this.#frame);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#handle === undefined) return;
      cancelAnimationFrame(this.#handle);
      this.#handle = undefined;
    };
  }

  readonly #frame = (wall: number): void => {
    this.#handle = requestAnimationFrame(this.#frame);
    for (const listener of this.#listeners) {
      try {
        listener.call(wall);
      } catch (thrown) {
        this.#listeners.delete(listener);
        listener.onFailure(thrown);
      }
    }
  };
}
