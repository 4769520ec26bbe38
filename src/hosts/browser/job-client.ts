import type { JobClient, MemoryUse } from "../../control/job-client.ts";
import { untrustedRunLimits } from "../../graph/job-size.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { LogBatch } from "../../observe/event.ts";
import { openCellStorage } from "./cell-storage.ts";
import type { CellStorage } from "./cell-storage.ts";
import { openJobFrame } from "./job-frame.ts";
import type { JobFrame } from "./job-frame.ts";
import { controlLine } from "./job-line.ts";
import type { ControlCall, ControlLine, ControlWorker } from "./job-line.ts";
import { withLeadership } from "./leadership.ts";
import { measureMemory } from "./measure-memory.ts";

interface Connection {
  readonly frame: JobFrame;
  readonly line: ControlLine;
}

/** The control worker answers at least this often while the page is at work. */
const controlSilenceMs = 10_000;
const controlWatchEveryMs = 1_000;

/**
 * Job client of the page: a frame of its own per client, the job master in the frame's control worker. The frame is opened at once,
 * so that its workers are warm when Run is pressed. `onBroken` hears when the control worker itself dies. [HB1] A job that is
 * `isolated` runs in a cell, where it finds neither storage nor anything else of this origin. [HB40]
 */
export function createBrowserJobClient(onBroken: (message: string) => void = () => {}, isolated = false): JobClient {
  const client = frameClient(onBroken, isolated);
  // A cell has no locks: there the page leads.
  return isolated ? withLeadership(client) : client;
}

function frameClient(onBroken: (message: string) => void, isolated: boolean): JobClient {
  let disposed = false;
  let watch: ReturnType<typeof setInterval> | undefined;
  let storage: CellStorage | undefined;
  let onMemory: (use: MemoryUse) => void = () => {};
  let stopMeasuring = (): void => {};
  let latest: JobDocument | undefined;
  const taken = takeConnection(isolated, onBroken);
  const connection: Promise<Connection> = taken.connection.then((opened) => {
    if (disposed) close(opened);
    else watch = watchControl(opened.line, onBroken);
    return opened;
  });
  const ask = async <Call extends ControlCall>(
    call: Call,
    ...args: Parameters<ControlWorker[Call]>
  ): Promise<Awaited<ReturnType<ControlWorker[Call]>>> => (await connection).line.call(call, ...args);
  return {
    async start(request) {
      const { line } = await connection;
      latest = request.document;
      if (isolated) {
        storage?.close();
        storage = openCellStorage(request.jobId, onBroken);
        line.giveStorage(storage.port);
      }
      const result = await line.call("start", isolated ? { ...request, limits: untrustedRunLimits } : request);
      stopMeasuring();
      if (result.ok && !disposed && !isolated) stopMeasuring = measureJob(line, (use) => onMemory(use));
      return result;
    },
    command: (command) => ask("command", command),
    inspect: () => ask("inspect"),
    committed: (operator, from) => ask("committed", operator, from),
    committedFiles: (operator, from) => ask("committedFiles", operator, from),
    subscribe(next) {
      taken.listeners.batch = next;
    },
    onMemory(listener) {
      onMemory = listener;
    },
    dispose() {
      disposed = true;
      stopMeasuring();
      clearInterval(watch);
      storage?.close();
      void connection.then(close);
      // The next run is most often one of the same job.
      if (prepared === undefined) prepareJobFrame(isolated, latest);
    },
  };
}

/** What the workers of a job in a cell keep cannot be measured from here. [HB35] */
function measureJob(line: ControlLine, onUse: (use: MemoryUse) => void): () => void {
  return measureMemory(async (measured) => {
    const use = await line.call("judgeMemory", measured);
    if (use !== undefined) onUse(use);
  });
}

interface Prepared {
  readonly isolated: boolean;
  readonly connection: Promise<Connection>;
  readonly listeners: { broken(message: string): void; batch(batch: LogBatch): void | Promise<void> };
}

let prepared: Prepared | undefined;

/**
 * Opens the frame of the next job ahead of time, unless one of its kind waits already: its workers load and lock while the person still
 * draws. To be called again with each change of the document: as many workers wait as it takes.
 */
export function prepareJobFrame(isolated: boolean, document?: JobDocument): void {
  if (prepared?.isolated !== isolated) {
    void prepared?.connection.then(close);
    prepared = prepareConnection(isolated);
  }
  if (document !== undefined) void prepared.connection.then(({ line }) => line.call("warmUp", document));
}

function prepareConnection(isolated: boolean): Prepared {
  const listeners: Prepared["listeners"] = { broken: () => {}, batch: () => {} };
  const opening = openJobFrame(isolated, (message) => listeners.broken(message));
  const connection = opening.then((frame) => {
    const line = controlLine(frame.port, {
      onBatch: (batch) => listeners.batch(batch),
      onUnreadable: (error) => listeners.broken(`what the run told could not be read: ${String(error)}`),
    });
    return { frame, line };
  });
  return { isolated, connection, listeners };
}

function takeConnection(isolated: boolean, onBroken: (message: string) => void): Prepared {
  if (prepared?.isolated !== isolated) void prepared?.connection.then(close);
  const taken = prepared?.isolated === isolated ? prepared : prepareConnection(isolated);
  prepared = undefined;
  taken.listeners.broken = onBroken;
  return taken;
}

function close({ frame }: Connection): void {
  frame.close();
}

/**
 * Rule 6 of the sandbox: the page watches the coordinator as the coordinator watches the tasks, from its first answer on. A look that
 * comes late counts no longer than one in time: the machine is busy then.
 */
function watchControl(line: ControlLine, onBroken: (message: string) => void): ReturnType<typeof setInterval> {
  let silentMs = 0;
  let isAsked = true;
  let hasBegun = false;
  const onAnswer = (): void => {
    hasBegun = true;
    isAsked = false;
  };
  void line.call("ping").then(onAnswer);
  const interval = setInterval(() => {
    if (document.hidden || !hasBegun) return;
    if (!isAsked) {
      silentMs = 0;
      isAsked = true;
      void line.call("ping").then(onAnswer);
    } else if ((silentMs += controlWatchEveryMs) > controlSilenceMs) {
      clearInterval(interval);
      onBroken(`the control worker gave no sign of life for ${controlSilenceMs / 1000} s`);
    }
  }, controlWatchEveryMs);
  return interval;
}
