/** Returns true when it drew, or will draw the next time: the frames go on. */
export type FrameCall = (wall: number) => boolean | void;

interface Listener {
  readonly call: FrameCall;
  readonly onFailure: (thrown: unknown) => void;
}

const toErrorLog = (thrown: unknown): void => reportError(thrown);

/** Wall milliseconds without motion after which the loop rests. */
const lingerMs = 500;
/** How often a loop at rest looks whether something moves that nobody told it of. */
const lookMs = 250;

/**
 * One requestAnimationFrame for everything that moves; where nothing does, it rests, and a page that stands still costs nothing.
 * Listeners are called in the order they came. One that throws is called no more, and the others do not feel it.
 */
export class FrameLoop {
  #listeners = new Set<Listener>();
  /** Calls off the next frame; undefined while nobody listens. */
  #callOff: (() => void) | undefined;
  #resting = false;
  #movedAt: number | undefined;

  /** Frames come a few times a second only: nothing moves. */
  get resting(): boolean {
    return this.#resting;
  }

  /** Returns the way to stop listening. `onFailure` is told what `call` threw; by default the page's error log is. */
  add(call: FrameCall, onFailure: (thrown: unknown) => void = toErrorLog): () => void {
    return this.#add({ call, onFailure });
  }

  /** As `add`, but called before all others: for what measures them. */
  addFirst(call: FrameCall): () => void {
    const listener = { call, onFailure: toErrorLog };
    this.#listeners = new Set([listener, ...this.#listeners]);
    return this.#add(listener);
  }

  /** Something has changed that may be drawn: the next frame comes at once. */
  wake(): void {
    this.#movedAt = undefined;
    if (!this.#resting) return;
    this.#resting = false;
    this.#callOff?.();
    this.#plan();
  }

  #add(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.wake();
    if (this.#callOff === undefined) this.#plan();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#callOff?.();
      this.#callOff = undefined;
      this.#resting = false;
    };
  }

  #plan(): void {
    if (this.#resting) {
      const timer = setTimeout(() => this.#planFrame(), lookMs);
      this.#callOff = () => clearTimeout(timer);
    } else this.#planFrame();
  }

  #planFrame(): void {
    const handle = requestAnimationFrame(this.#frame);
    this.#callOff = () => cancelAnimationFrame(handle);
  }

  readonly #frame = (wall: number): void => {
    this.#movedAt ??= wall;
    this.#resting = wall - this.#movedAt > lingerMs;
    this.#plan();
    let moved = false;
    for (const listener of this.#listeners) {
      try {
        if (listener.call(wall) === true) moved = true;
      } catch (thrown) {
        this.#listeners.delete(listener);
        listener.onFailure(thrown);
      }
    }
    if (moved) this.wake();
  };
}
