import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { dirname, join } from "node:path";
import type { Duplex } from "node:stream";
import { serialize } from "node:v8";
import type { LogEvent } from "../../../observe/event.ts";
import { foldersOf, permissionFlags, processFlags } from "../permission-flags.ts";
import { frame, FrameReader } from "./frames.ts";
import { controlDescriptor, readJobMessage } from "./job-message.ts";
import type { FromJobProcess, JobEnd, JobOrder, StopMode, ToJobProcess } from "./job-message.ts";

export interface JobProcessOptions {
  readonly order: Omit<JobOrder, "inputs">;
  /** Descriptors, here, of the files that sources read, by the names the job gives them. */
  readonly inputs: ReadonlyMap<string, number>;
  /** Events, in order; the next ones wait for it. */
  onEvents(events: readonly LogEvent[]): void | Promise<void>;
  /** Rows of print sinks; the next ones wait for it. Where a log is wanted they come as events. */
  onPrinted(rows: readonly string[]): void | Promise<void>;
  /** Publishes what the job has staged as `transaction` and returns the targets. May throw: then the commit has failed. */
  publish(transaction: string): readonly string[];
  /** Hears what was published; whatever the job says next waits for it. The job fails when this does. */
  onPublished(targets: readonly string[]): void | Promise<void>;
  /** Flags of the process: `permissionFlags` unless a test shows what it is like without them. */
  readonly flags?: readonly string[];
}

/** A job that runs in a process of its own. */
export interface JobProcess {
  /** Comes once, when the process is gone. */
  readonly ended: Promise<JobEnd>;
  stop(how: StopMode): void;
  /** Ends the process at once, whatever it does; `status` is how the job ended then. */
  kill(status: string): void;
}

/** Milliseconds that a process is given to end by itself when its job has. */
const leaveMs = 1_000;
/** Of what the process writes to standard error, so much is kept, for the last words of one that dies. */
const lastWordsMax = 64 << 10;

/**
 * Starts the process that runs a job: it is granted its scripts and the job's checkpoint directory, holds the files that the job reads
 * opened, knows no variable of the environment, and has no terminal. It ends when this process does. [HB20] [HB21]
 */
export function startJobProcess(options: JobProcessOptions): JobProcess {
  const { modules, checkpoints, jobId } = options.order;
  const directory = join(checkpoints, jobId);
  const flags = options.flags ?? [...permissionFlags({ reads: [...foldersOf(modules), directory], writes: [directory] }), ...processFlags];
  const files = [...options.inputs.values()];
  const child = spawn(process.execPath, [...flags, modules.boot, modules.job], {
    cwd: dirname(modules.boot),
    // Without a session of its own it would get the keys of the terminal, Ctrl-C among them.
    detached: true,
    env: { TZ: "UTC", ...(process.platform === "win32" ? { SystemRoot: process.env["SystemRoot"] } : {}) },
    stdio: ["ignore", "ignore", "pipe", "pipe", ...files],
    windowsHide: true,
  });
  return new RunningJobProcess(child, options);
}

class RunningJobProcess implements JobProcess {
  readonly ended: Promise<JobEnd>;
  readonly #child: ChildProcess;
  readonly #options: JobProcessOptions;
  readonly #control: Duplex;
  readonly #onExit = (): void => void this.#child.kill("SIGKILL");
  #resolve: (end: JobEnd) => void = () => {};
  #end: JobEnd | undefined;
  #killed: JobEnd | undefined;
  #lastWords = "";
  #queue: Promise<void> = Promise.resolve();

  constructor(child: ChildProcess, options: JobProcessOptions) {
    this.#child = child;
    this.#options = options;
    this.#control = child.stdio[controlDescriptor] as Duplex;
    this.ended = new Promise((resolve) => (this.#resolve = resolve));
    process.once("exit", this.#onExit);
    child.on("error", (error) => this.#finish({ status: "FAILED", cause: `its process cannot be started: ${error.message}`, remark: "" }));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#lastWords = (this.#lastWords + text).slice(-lastWordsMax)));
    this.#listen();
    const inputs = new Map([...options.inputs.keys()].map((name, place) => [name, controlDescriptor + 1 + place]));
    this.#post({ kind: "run", order: { ...options.order, inputs } });
  }

  stop(how: StopMode): void {
    this.#post({ kind: "stop", how });
  }

  kill(status: string): void {
    this.#killed = this.#end ?? { status, cause: undefined, remark: "its process was ended" };
    this.#child.kill("SIGKILL");
  }

  #listen(): void {
    const reader = new FrameReader((content) => this.#receive(content.toString("utf8")));
    this.#control.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#distrust(error);
      }
    });
    // The process is gone: its exit says why.
    this.#control.on("error", () => {});
    this.#child.on("close", (code, signal) => {
      // What it said last may wait for a reader who takes nothing any more.
      if (this.#killed !== undefined) return this.#finish(this.#killed);
      const died = (): JobEnd => ({ status: "FAILED", cause: this.#death(code, signal), remark: "its process died" });
      void this.#queue.then(() => this.#finish(this.#end ?? died()));
    });
  }

  /** Messages are handled one after the other; while one waits, the process is not read from, and then waits itself. */
  #receive(text: string): void {
    let message: FromJobProcess;
    try {
      message = readJobMessage(text);
    } catch (error) {
      return this.#distrust(error);
    }
    this.#control.pause();
    const queue = this.#queue.then(() => this.#handle(message)).catch((error: unknown) => this.#distrust(error));
    this.#queue = queue;
    void queue.then(() => {
      if (this.#queue === queue) this.#control.resume();
    });
  }

  #handle(message: FromJobProcess): void | Promise<void> {
    switch (message.kind) {
      case "events":
        return this.#options.onEvents(message.events);
      case "printed":
        return this.#options.onPrinted(message.rows);
      case "publish":
        return this.#publish(message.transaction);
      case "ended": {
        const { status, cause, remark } = message;
        this.#end ??= { status, cause, remark };
        setTimeout(() => this.#child.kill("SIGKILL"), leaveMs).unref();
        return this.#post({ kind: "stop", how: "cancel" });
      }
    }
  }

  async #publish(transaction: string): Promise<void> {
    let targets: readonly string[] = [];
    let failure: string | undefined;
    try {
      targets = this.#options.publish(transaction);
    } catch (error) {
      failure = messageOf(error);
    }
    this.#post({ kind: "published", failure });
    try {
      await this.#options.onPublished(targets);
    } catch (error) {
      this.#giveUp(messageOf(error));
    }
  }

  #post(message: ToJobProcess): void {
    if (!this.#control.destroyed) this.#control.write(frame(serialize(message)));
  }

  /** The process says what it must not. */
  #distrust(error: unknown): void {
    this.#giveUp(`the process of the job broke its protocol: ${messageOf(error)}`);
  }

  #giveUp(cause: string): void {
    this.#end ??= { status: "FAILED", cause, remark: "its process was ended" };
    this.#child.kill("SIGKILL");
  }

  #death(code: number | null, signal: NodeJS.Signals | null): string {
    if (/out of memory/i.test(this.#lastWords)) return "the process of the job ran out of memory";
    if (signal !== null) return `the process of the job was ended by ${signal}`;
    const words = this.#lastWords.trim().split("\n").find((line) => line.trim() !== "");
    return `the process of the job ended by itself, with code ${code}${words === undefined ? "" : `: ${words}`}`;
  }

  #finish(end: JobEnd): void {
    process.off("exit", this.#onExit);
    this.#resolve(end);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
