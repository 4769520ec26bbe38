import type { ChannelContents, JobClient, StartRequest, StartResult } from "../../../control/job-client.ts";
import type { CommandAnswer, RunCommand } from "../../../control/run-command.ts";
import type { LogBatch, LogEvent } from "../../../observe/event.ts";
import { itemsOf } from "../../../stream/indices.ts";
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
  /** Events that come in the turn of one step. */
  eventsOfStep = 1;
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
    this.#breakAt(request.breakpoints ?? []);
    this.#listener?.({ header: sampleHeader(this.#options), events: [], hash: "" });
    this.#timer = setInterval(() => this.#beat(), beatMs);
    return { ok: true, counters: undefined, restoredFrom: undefined };
  }

  async command(command: RunCommand): Promise<CommandAnswer> {
    switch (command.kind) {
      case "pause":
        this.#paused = true;
        return undefined;
      case "resume":
        this.#paused = false;
        return undefined;
      case "step":
        this.#paused = true;
        this.#deliver(command.count * this.eventsOfStep, Infinity);
        return undefined;
      case "runUntil": {
        this.#paused = false;
        const meets = stopTest(command.until, sampleHeader(this.#options));
        return new Promise((resolve) => (this.#target = { meets, done: () => resolve(undefined) }));
      }
      case "setBreakpoints":
        this.#breakAt(command.conditions);
        return undefined;
      case "setSpeed":
        this.#speed = command.speed;
        return undefined;
      case "triggerCheckpoint":
      case "injectFault":
      case "userInput":
      case "cancel":
        return "A sampled log knows no job.";
    }
  }

  async inspect(): Promise<readonly ChannelContents[]> {
    const contents = this.#truth.channels.map((state, channel) => ({ channel, elements: channelElements(state).map(({ element }) => element.kind) }));
    return itemsOf(contents);
  }

  async committed(): Promise<{ next: number; rows: []; transactions: [] }> {
    return { next: 0, rows: [], transactions: [] };
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

  #breakAt(conditions: readonly StopCondition[]): void {
    this.#breaks = conditions.map((condition) => stopTest(condition, sampleHeader(this.#options)));
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
