import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AnalysisMessage, AnalysisRequest } from "./analysis-request.ts";
import { AnalysisThread, LateAnswerError, type AnalysisWorker } from "./analysis-thread.ts";

/** A worker that says only what it is told to. */
class TestWorker implements AnalysisWorker {
  onmessage: AnalysisWorker["onmessage"] = null;
  onerror: AnalysisWorker["onerror"] = null;
  readonly requests: AnalysisRequest[] = [];
  isTerminated = false;

  postMessage(request: AnalysisRequest): void {
    this.requests.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(message: AnalysisMessage): void {
    this.onmessage?.({ data: message } as MessageEvent<AnalysisMessage>);
  }
}

const deadlines = { answerMs: 1000, loadMs: 5000 };
const paste = (text: string): AnalysisRequest & { kind: "paste" } => ({ kind: "paste", text });
const nothing: AnalysisMessage = { kind: "answer", answer: undefined };

let workers: TestWorker[] = [];

function openThread(): AnalysisThread {
  return new AnalysisThread(() => {
    const worker = new TestWorker();
    workers.push(worker);
    return worker;
  }, deadlines);
}

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("[UI60] the thread that reads documents", () => {
  it("is started with the first request and asked one thing at a time", async () => {
    const thread = openThread();
    expect(workers).toHaveLength(0);
    const answers = [thread.ask(paste("a")), thread.ask(paste("b"))];
    const [worker] = workers;
    expect(worker?.requests).toEqual([]);
    worker?.say({ kind: "ready" });
    expect(worker?.requests).toEqual([paste("a")]);
    worker?.say(nothing);
    expect(worker?.requests).toEqual([paste("a"), paste("b")]);
    worker?.say(nothing);
    await expect(Promise.all(answers)).resolves.toEqual([undefined, undefined]);
    expect(workers).toHaveLength(1);
  });

  it("is ended when it does not answer in time, and the next request has another", async () => {
    const thread = openThread();
    const late = expect(thread.ask(paste("for ever"))).rejects.toThrow(LateAnswerError);
    const next = thread.ask(paste("b"));
    workers[0]?.say({ kind: "ready" });
    vi.advanceTimersByTime(deadlines.answerMs + 1);
    await late;
    expect(workers[0]?.isTerminated).toBe(true);
    expect(workers).toHaveLength(2);
    workers[1]?.say({ kind: "ready" });
    expect(workers[1]?.requests).toEqual([paste("b")]);
    workers[1]?.say(nothing);
    await expect(next).resolves.toBeUndefined();
    vi.advanceTimersByTime(10 * deadlines.answerMs);
    expect(workers[1]?.isTerminated).toBe(false);
  });

  it("waits for ever without a deadline: the test can fail", async () => {
    const patient = new AnalysisThread(() => {
      const worker = new TestWorker();
      workers.push(worker);
      return worker;
    }, { answerMs: 2 ** 31 - 1, loadMs: 2 ** 31 - 1 });
    let isSettled = false;
    void patient.ask(paste("for ever")).finally(() => (isSettled = true));
    workers[0]?.say({ kind: "ready" });
    await vi.advanceTimersByTimeAsync(1000 * deadlines.answerMs);
    expect(isSettled).toBe(false);
    expect(workers[0]?.isTerminated).toBe(false);
  });

  it("has longer to load than to answer; when it does not load, nobody waits for ever", async () => {
    const thread = openThread();
    const answer = expect(thread.ask(paste("a"))).rejects.toThrow(LateAnswerError);
    vi.advanceTimersByTime(deadlines.answerMs + 1);
    expect(workers[0]?.isTerminated).toBe(false);
    vi.advanceTimersByTime(deadlines.loadMs);
    await answer;
    const again = expect(thread.ask(paste("b"))).rejects.toThrow("its worker does not load");
    workers[1]?.onerror?.({ message: "" } as ErrorEvent);
    await again;
  });

  it("says why it could not answer", async () => {
    const thread = openThread();
    const answer = thread.ask(paste("a"));
    workers[0]?.say({ kind: "ready" });
    workers[0]?.say({ kind: "failed", reason: "out of paper" });
    await expect(answer).rejects.toThrow("out of paper");
  });
});
