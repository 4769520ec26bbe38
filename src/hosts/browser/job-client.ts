import { proxy, wrap } from "comlink";
import type { Remote } from "comlink";
import type { JobClient } from "../../control/job-client.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { LogBatch } from "../../observe/event.ts";
import { openJobFrame } from "./job-frame.ts";
import type { JobFrame } from "./job-frame.ts";

/** What the control worker exposes. */
export interface ControlWorker extends JobClient {
  /** Has as many workers wait as the job takes that the document is now. */
  warmUp(document: JobDocument): Promise<void>;
  /** Answers at once: a sign of life. */
  ping(): Promise<void>;
}

interface Connection {
  readonly frame: JobFrame;
  readonly remote: Remote<ControlWorker>;
}

/** The control worker answers at least this often while the page is at work. */
const controlSilenceMs = 10_000;
const controlWatchEveryMs = 1_000;

/**
 * Job client of the page: a frame of its own per client, the job master in the frame's control worker. The frame is opened at once,
 * so that its workers are warm when Run is pressed. `onBroken` hears when the control worker itself dies. [HB1]
 */
export function createBrowserJobClient(onBroken: (message: string) => void = () => {}): JobClient {
  let disposed = false;
  let listener: ((batch: LogBatch) => void) | undefined;
  let watch: ReturnType<typeof setInterval> | undefined;
  const connection: Promise<Connection> = takeConnection(onBroken).then((opened) => {
    if (disposed) close(opened);
    else watch = watchControl(opened.remote, onBroken);
    return opened;
  });
  const ask = async <Result>(call: (remote: Remote<ControlWorker>) => Promise<Result>): Promise<Result> => call((await connection).remote);
  return {
    async start(request) {
      const { remote } = await connection;
      await remote.subscribe(proxy((batch: LogBatch) => listener?.(batch)));
      return remote.start(request);
    },
    pause: () => ask((remote) => remote.pause()),
    resume: () => ask((remote) => remote.resume()),
    step: (count, subtask) => ask((remote) => remote.step(count, subtask)),
    runUntil: (until) => ask((remote) => remote.runUntil(until)),
    setBreakpoints: (conditions) => ask((remote) => remote.setBreakpoints(conditions)),
    setSpeed: (speed) => ask((remote) => remote.setSpeed(speed)),
    triggerCheckpoint: () => ask((remote) => remote.triggerCheckpoint()),
    injectFault: (fault) => ask((remote) => remote.injectFault(fault)),
    userInput: (documentId, input) => ask((remote) => remote.userInput(documentId, input)),
    cancel: () => ask((remote) => remote.cancel()),
    inspect: () => ask((remote) => remote.inspect()),
    committed: (documentId, from) => ask((remote) => remote.committed(documentId, from)),
    committedFiles: (documentId, from) => ask((remote) => remote.committedFiles(documentId, from)),
    subscribe(next) {
      listener = next;
    },
    dispose() {
      disposed = true;
      clearInterval(watch);
      void connection.then(close);
      prepareJobFrame();
    },
  };
}

let prepared: { readonly connection: Promise<Connection>; listener: (message: string) => void } | undefined;

/**
 * Opens the frame of the next job ahead of time, unless one waits already: its workers load and lock while the person still draws.
 * To be called again with each change of the document: as many workers wait as it takes.
 */
export function prepareJobFrame(document?: JobDocument): void {
  prepared ??= prepareConnection();
  if (document !== undefined) void prepared.connection.then(({ remote }) => remote.warmUp(document));
}

function prepareConnection(): NonNullable<typeof prepared> {
  const opening = openJobFrame((message) => waiting.listener(message));
  const connection = opening.then((frame) => ({ frame, remote: wrap<ControlWorker>(frame.port) }));
  const waiting = { connection, listener: (_message: string): void => {} };
  return waiting;
}

function takeConnection(onBroken: (message: string) => void): Promise<Connection> {
  const taken = prepared ?? prepareConnection();
  prepared = undefined;
  taken.listener = onBroken;
  return taken.connection;
}

function close({ frame }: Connection): void {
  frame.close();
}

/**
 * Rule 6 of the sandbox: the page watches the coordinator as the coordinator watches the tasks, from its first answer on. A look that
 * comes late counts no longer than one in time: the machine is busy then.
 */
function watchControl(remote: Remote<ControlWorker>, onBroken: (message: string) => void): ReturnType<typeof setInterval> {
  let silentMs = 0;
  let isAsked = true;
  let hasBegun = false;
  const onAnswer = (): void => {
    hasBegun = true;
    isAsked = false;
  };
  void remote.ping().then(onAnswer);
  const interval = setInterval(() => {
    if (document.hidden || !hasBegun) return;
    if (!isAsked) {
      silentMs = 0;
      isAsked = true;
      void remote.ping().then(onAnswer);
    } else if ((silentMs += controlWatchEveryMs) > controlSilenceMs) {
      clearInterval(interval);
      onBroken(`the control worker gave no sign of life for ${controlSilenceMs / 1000} s`);
    }
  }, controlWatchEveryMs);
  return interval;
}
