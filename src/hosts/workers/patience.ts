/** After the doubt, a worker that only waits for its disk answers within this time; one that runs an endless function does not. */
const answerMs = 750;

/** Waits for a worker's answer: asks after it when it takes long, and gives up when it does not answer that either. [HB7] */
export class Patience {
  private readonly ms: number;
  private readonly events: { onDoubt(): void; onSilence(): void };
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number, events: { onDoubt(): void; onSilence(): void }) {
    this.ms = ms;
    this.events = events;
    this.restart();
  }

  /** A sign of life came. */
  restart(): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.timer = setTimeout(() => this.events.onSilence(), answerMs);
      this.events.onDoubt();
    }, this.ms);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
