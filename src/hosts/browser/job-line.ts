import type { LogBatch } from "../../observe/event.ts";
import type { WorkerJobClient } from "../workers/worker-job-client.ts";
import type { JobDocument } from "../../graph/job-document.ts";

/** What the page may ask of a control worker: a job client's calls, and two of its own. */
export interface ControlWorker extends Omit<WorkerJobClient, "subscribe" | "dispose" | "onMemory"> {
  /** Has as many workers wait as the job takes that the document is now. */
  warmUp(document: JobDocument): Promise<void>;
  /** Answers at once: a sign of life. */
  ping(): Promise<void>;
}

export type ControlCall = keyof ControlWorker;

/** From the page. */
export type ToControl =
  | { readonly kind: "call"; readonly id: number; readonly call: ControlCall; readonly args: readonly unknown[] }
  /** The oldest batch under way was dealt with. */
  | { readonly kind: "shipped" }
  /** In a cell, with a port: there the job's files are kept. */
  | { readonly kind: "storage" };

/** From the control worker. */
export type FromControl =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refusal"; readonly id: number; readonly message: string }
  | { readonly kind: "batch"; readonly batch: LogBatch };

/** The page's end of the line to a control worker. */
export interface ControlLine {
  call<Call extends ControlCall>(call: Call, ...args: Parameters<ControlWorker[Call]>): Promise<Awaited<ReturnType<ControlWorker[Call]>>>;
  /** Hands over the port to the job's storage; calls behind it find it there. */
  giveStorage(port: MessagePort): void;
}

/** Who takes in the log. */
export interface BatchListener {
  onBatch(batch: LogBatch): void | Promise<void>;
  /** A batch could not be taken in: what it holds is no log. Nothing comes after it. */
  onUnreadable(error: unknown): void;
}

/**
 * Opens the page's end. What comes in is data and nothing else: the other end may stand in a stranger's cell, so it can neither name a
 * function of the page nor walk along one's properties, as it could over a general bridge between objects. [HB41]
 */
export function controlLine(port: MessagePort, listener: BatchListener): ControlLine {
  const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  const post = (message: ToControl, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  port.onmessage = ({ data }: MessageEvent<FromControl>) => {
    if (data.kind === "batch") {
      void Promise.resolve(data.batch)
        .then((batch) => listener.onBatch(batch))
        .then(
          () => post({ kind: "shipped" }),
          (error: unknown) => listener.onUnreadable(error),
        );
      return;
    }
    const waiting = asked.get(data.id);
    asked.delete(data.id);
    if (data.kind === "answer") waiting?.resolve(data.value);
    else waiting?.reject(new Error(typeof data.message === "string" ? data.message : "the control worker refused"));
  };
  return {
    call: <Call extends ControlCall>(call: Call, ...args: Parameters<ControlWorker[Call]>) =>
      new Promise<Awaited<ReturnType<ControlWorker[Call]>>>((resolve, reject) => {
        const id = calls++;
        // The type of a call's answer is that of the control worker of the same build.
        asked.set(id, { resolve: (value) => resolve(value as Awaited<ReturnType<ControlWorker[Call]>>), reject });
        post({ kind: "call", id, call, args });
      }),
    giveStorage: (storage) => post({ kind: "storage" }, [storage]),
  };
}

/** Answers the page's calls by those of `worker`. Returns what ships a batch: done when the page has dealt with it. */
export function serveLine(
  port: MessagePort,
  worker: ControlWorker,
  onStorage: (port: MessagePort) => void,
): (batch: LogBatch) => Promise<void> {
  const shipping: (() => void)[] = [];
  const post = (message: FromControl): void => port.postMessage(message);
  const answer = async ({ id, call, args }: Extract<ToControl, { readonly kind: "call" }>): Promise<void> => {
    try {
      if (!Object.hasOwn(worker, call)) throw new Error(`the control worker has no call ${call}`);
      const value: unknown = await Reflect.apply(worker[call], undefined, args);
      post({ kind: "answer", id, value });
    } catch (error) {
      post({ kind: "refusal", id, message: error instanceof Error ? error.message : String(error) });
    }
  };
  port.onmessage = ({ data, ports }: MessageEvent<ToControl>) => {
    if (data.kind === "call") void answer(data);
    else if (data.kind === "shipped") shipping.shift()?.();
    else if (ports[0] !== undefined) onStorage(ports[0]);
  };
  return (batch) =>
    new Promise((resolve) => {
      shipping.push(resolve);
      post({ kind: "batch", batch });
    });
}
