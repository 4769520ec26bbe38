import type { ChannelContents, Fault, JobClient, StartRequest, StartResult } from "../../../control/job-client.ts";
import type { LogBatch, LogEvent } from "../../../observe/event.ts";
import { apply } from "../../../observe/fold.ts";
import { channelElements } from "../../../observe/fold-channels.ts";
import { emptyRun } from "../../../observe/ownership.ts";
import { sampleHeader, sampleLog } from "../../../observe/testing/sample-log.ts";
import { stopTest } from "../../../observe/stop-condition.ts";
import type { StopCondition } from "../../../observe/stop-condition.ts";
import type { SampleOptions } from "../../../observe/testing/sample-log.ts";

/** Wall milliseconds between two batches. */
const beatMs = 16;
const batchLimit = 4000;

/** A client that plays a sampled log instead of running a job: for looking at the picture while the engine is not there. */
export class SampleClient implements JobClient {
  readonly #options: SampleOptions;
  readonly #log: Generator<LogEvent>;
  readonly #truth;
  #listener: ((batch: LogBatch) => void) | undefined;
  #next: LogEvent | undefined;
  #clock = 0;
  #speed = 1;
  #paused = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #target: { readonly meets: (event: LogEvent) => boolean; readonly done: () => void } | undefined;
  #breaks: readonly ((event: LogEvent) => boolean)[] = [];

  constructor(options: SampleOptions = {}) {
    this.#options = options;
    this.#log = sampleLog(options);
    this.#truth = emptyRun(sampleHeader(options));
    this.#next = this.#take();
  }

  async start(request: StartRequest): Promise<StartResult> {
    this.#speed = request.speed;
    this.#paused = request.paused;
    void this.setBreakpoints(request.breakpoints ?? []);
    this.#listener?.({ header: sampleHeader(this.#options), events: [], hash: "" });
    this.#timer = setInterval(() => this.#beat(), beatMs);
    return { ok: true, counters: undefined, restoredFrom: undefined };
  }

  async pause(): Promise<void> {
    this.#paused = true;
  }

  async resume(): Promise<void> {
    this.#paused = false;
  }

  async step(count: number): Promise<void> {
    this.#paused = true;
    this.#deliver(count, Infinity);
  }

  runUntil(until: StopCondition): Promise<void> {
    this.#paused = false;
    const meets = stopTest(until, sampleHeader(this.#options).topology);
    return new Promise((done) => (this.#target = { meets, done }));
  }

  async setBreakpoints(conditions: readonly StopCondition[]): Promise<void> {
    this.#breaks = conditions.map((condition) => stopTest(condition, sampleHeader(this.#options).topology));
  }

  async setSpeed(speed: number): Promise<void> {
    this.#speed = speed;
  }

  async triggerCheckpoint(): Promise<void> {}

  async injectFault(_fault: Fault): Promise<string | undefined> {
    return "a sampled log knows no faults";
  }

  async userInput(): Promise<void> {}
  async cancel(): Promise<void> {}

  async inspect(): Promise<readonly ChannelContents[]> {
    return this.#truth.channels.map((channel, index) => ({
      channel: index,
      elements: channelElements(channel).map(({ element }) => element.kind),
    }));
  }

  async committed(): Promise<{ next: number; rows: [] }> {
    return { next: 0, rows: [] };
  }

  async committedFiles(): Promise<[]> {
    return [];
  }

  subscribe(listener: (batch: LogBatch) => void): void {
    this.#listener = listener;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    if (this.#paused) return;
    this.#clock =
      this.#speed === Infinity
        ? Infinity
        : (this.#next?.at ?? 0) > this.#clock + 500
          ? (this.#next?.at ?? 0)
          : this.#clock + beatMs * this.#speed;
    this.#deliver(batchLimit, this.#clock);
    if (this.#clock === Infinity) this.#clock = this.#next?.at ?? 0;
  }

  #deliver(count: number, clock: number): void {
    const events: LogEvent[] = [];
    while (events.length < count && this.#next && this.#next.at <= clock) {
      const event = this.#next;
      events.push(event);
      apply(this.#truth, event);
      this.#next = this.#take();
      const arrived = this.#target?.meets(event) === true;
      if (!arrived && !this.#breaks.some((breaks) => breaks(event))) continue;
      this.#paused = true;
      this.#target?.done();
      this.#target = undefined;
      break;
    }
    if (events.length > 0) this.#listener?.({ events, hash: (events.at(-1)?.seq ?? 0).toString(16).padStart(8, "0") });
  }

  #take(): LogEvent | undefined {
    const next = this.#log.next();
    return next.done ? undefined : next.value;
  }
}
