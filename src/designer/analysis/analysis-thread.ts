import type { AnalysisAnswer, AnalysisAnswers, AnalysisMessage, AnalysisRequest } from "./analysis-request.ts";

/** The part of a worker that is used of it. */
export interface AnalysisWorker {
  postMessage(request: AnalysisRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<AnalysisMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** A request was not answered in time: its worker was ended. */
export class LateAnswerError extends Error {
  override readonly name = "LateAnswerError";
}

interface Waiting {
  readonly request: AnalysisRequest;
  resolve(answer: AnalysisAnswer): void;
  reject(error: Error): void;
}

/** Milliseconds for an answer, and for a new worker to load. */
export interface Deadlines {
  readonly answerMs: number;
  readonly loadMs: number;
}

/** The slowest allowed document takes a fraction of the first on a machine that does much else. [UI60] */
export const analysisDeadlines: Deadlines = { answerMs: 10_000, loadMs: 60_000 };

/**
 * Asks a worker, one request after the other. One that is not answered in time ends the worker, and the next one has a new worker:
 * whatever a document does to those who read it, the page goes on. [UI60]
 */
export class AnalysisThread {
  readonly #start: () => AnalysisWorker;
  readonly #deadlines: Deadlines;
  readonly #waiting: Waiting[] = [];
  #worker: AnalysisWorker | undefined;
  #isReady = false;
  #asked: Waiting | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(start: () => AnalysisWorker, deadlines: Deadlines = analysisDeadlines) {
    this.#start = start;
    this.#deadlines = deadlines;
  }

  /** The answer to a request. Rejects with a `LateAnswerError` when there is none in time, with another error when it cannot be had. */
  ask<Request extends AnalysisRequest>(request: Request): Promise<AnalysisAnswers[Request["kind"]]> {
    return new Promise<AnalysisAnswer>((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#next();
    }) as Promise<AnalysisAnswers[Request["kind"]]>;
  }

  /** Loads the worker, so that the first request does not wait for it. */
  warmUp(): void {
    if (this.#worker === undefined) this.#open();
  }

  #next(): void {
    if (this.#asked !== undefined) return;
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.warmUp();
    if (!this.#isReady || this.#worker === undefined) return;
    this.#waiting.shift();
    this.#asked = first;
    this.#within(this.#deadlines.answerMs);
    this.#worker.postMessage(first.request);
  }

  #open(): void {
    const worker = this.#start();
    this.#worker = worker;
    this.#within(this.#deadlines.loadMs);
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = (event) => this.#giveUp(new Error(event.message === "" ? "its worker does not load" : event.message));
  }

  #hear(message: AnalysisMessage): void {
    clearTimeout(this.#timer);
    const asked = this.#asked;
    this.#asked = undefined;
    if (message.kind === "ready") this.#isReady = true;
    else if (message.kind === "answer") asked?.resolve(message.answer);
    else asked?.reject(new Error(message.reason));
    this.#next();
  }

  #within(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(new LateAnswerError(`no answer within ${ms} ms`)), ms);
  }

  /** Ends the worker. What it was asked fails; while it was loading, all that waited for it. */
  #giveUp(error: Error): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    const failed = this.#isReady && this.#asked !== undefined ? [this.#asked] : this.#waiting.splice(0);
    this.#isReady = false;
    this.#asked = undefined;
    for (const { reject } of failed) reject(error);
    this.#next();
  }
}
