const sequence = 0;
/** Place in `Doorbell.words` of the sleeping flag. A plain read may lag, never by more than the next publish. */
export const sleepingWord = 1;

/** Bytes of a doorbell's memory. */
export const doorbellBytes = 64;

/**
 * The one thing a worker sleeps on: two words `[sequence, sleeping]`, rung by producers with new data, consumers with new room
 * and the control plane with mail. The sleeper calls `arm`, looks once more for work, then waits with the ticket; a ring after
 * `arm` ends the wait at once, so no wake-up is lost. Ringing an awake worker costs one read. [CH9]
 */
export class Doorbell {
  readonly words: Int32Array<ArrayBufferLike>;

  /** `buffer` is shared where the two sides are in different threads. */
  constructor(buffer: ArrayBufferLike = new ArrayBuffer(doorbellBytes)) {
    this.words = new Int32Array(buffer, 0, 2);
  }

  /** Whether its worker sleeps, or is about to: then it looks no more before it is rung. */
  isArmed(): boolean {
    return Atomics.load(this.words, sleepingWord) !== 0;
  }

  ring(): void {
    if (!this.isArmed()) return;
    if (Atomics.exchange(this.words, sleepingWord, 0) === 0) return;
    Atomics.add(this.words, sequence, 1);
    Atomics.notify(this.words, sequence);
  }

  /** Announces that its worker is about to sleep. Returns the ticket to wait with. */
  arm(): number {
    const ticket = Atomics.load(this.words, sequence);
    Atomics.store(this.words, sleepingWord, 1);
    return ticket;
  }

  /** The worker is awake. */
  disarm(): void {
    Atomics.store(this.words, sleepingWord, 0);
  }

  /** Blocks the thread until the bell rings or `timeoutMs` have passed. Shared memory only. */
  wait(ticket: number, timeoutMs: number): void {
    Atomics.wait(this.words, sequence, ticket, timeoutMs);
    this.disarm();
  }

  /** Resolves when the bell rings or `timeoutMs` have passed; undefined when it has rung already. Shared memory only. */
  waitAsync(ticket: number, timeoutMs: number): Promise<void> | undefined {
    const result = Atomics.waitAsync(this.words, sequence, ticket, timeoutMs);
    if (!result.async) {
      this.disarm();
      return undefined;
    }
    return result.value.then(() => this.disarm());
  }
}
