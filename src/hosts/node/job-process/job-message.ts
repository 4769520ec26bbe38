import { storageOperations } from "../../../base/lookup.ts";
import type { RunnableJob } from "../../../graph/compile-graph.ts";
import { storageOutcomes } from "../../../observe/event.ts";
import type { LogEvent } from "../../../observe/event.ts";
import type { ThreadModules } from "../thread-platform.ts";

/** Scripts that the process of a job runs: its own, its task threads', and that of a whole job in one thread. */
export type JobModules = ThreadModules & Readonly<Record<"job" | "whole", string>>;

/** Descriptor, in the process, of the stream to the one who started it; files of the job follow. */
export const controlDescriptor = 3;

/** What the process of a job is to run. */
export interface JobOrder {
  readonly mode: "freeRunning" | "deterministic";
  readonly job: RunnableJob;
  readonly jobId: string;
  readonly seed: number;
  /** Descriptors, in the process, of the files that sources read, by the names the job gives them. */
  readonly inputs: ReadonlyMap<string, number>;
  /** Root of the checkpoint directories; the process is granted the job's own below it. */
  readonly checkpoints: string;
  /** True: go on from the newest checkpoint that is there. */
  readonly restores: boolean;
  readonly modules: JobModules;
  /** Flags of its threads, see `ThreadPlatformOptions`. */
  readonly threadFlags?: readonly string[] | undefined;
  /** True: all events are wanted; else only those that a command line tells of. */
  readonly wantsLog: boolean;
}

/** To the process of a job; written by the structured clone of V8, because it comes from the one who is trusted. */
export type ToJobProcess =
  | { readonly kind: "run"; readonly order: JobOrder }
  /** `suspend`: take a checkpoint and stop, so that a later run goes on from there. */
  | { readonly kind: "stop"; readonly how: StopMode }
  | { readonly kind: "published"; readonly failure: string | undefined };

export type StopMode = "cancel" | "suspend";

export interface JobEnd {
  readonly status: string;
  readonly cause: string | undefined;
  readonly remark: string;
}

/** From the process of a job, as JSON: believed in nothing until `readJobMessage` has looked at it. */
export type FromJobProcess =
  | { readonly kind: "events"; readonly events: readonly LogEvent[] }
  /** What print sinks wrote to standard output: most of what a job says, so without the events around it where no log is wanted. */
  | { readonly kind: "printed"; readonly rows: readonly string[] }
  /** Publish what is staged as `transaction`; answered by `published`, one after the other. */
  | { readonly kind: "publish"; readonly transaction: string }
  | ({ readonly kind: "ended" } & JobEnd);

/** Kinds of events that a command line tells of. */
const toldKinds: ReadonlySet<string> = new Set(["userLog", "jobStatus", "checkpointCompleted", "checkpointFailed", "storageFailed"]);

export const isReported = ({ body }: LogEvent): boolean => toldKinds.has(body.kind);

/** JSON has no infinities: the two extreme timestamps are written as words. */
export function writeTimestamp(_key: string, value: unknown): unknown {
  return value === Infinity ? "max" : value === -Infinity ? "min" : value;
}

/** UTF-16 units of a printed or logged text at most: longer ones lose their end, and say so. */
const textMax = 1 << 20;
/** Units of JSON after which a message is full. */
const messageLengthMax = 1 << 20;

/** Messages that tell of `events`, in order, each well below what a frame may hold; all of them, or only what a command line tells of. */
export function* messagesOf(events: readonly LogEvent[], wantsLog: boolean): Generator<string> {
  const printed = new Gathering('{"kind":"printed","rows":[');
  const others = new Gathering('{"kind":"events","events":[');
  for (const event of events) {
    const { body } = event;
    if (!wantsLog && body.kind === "userLog" && body.stream === "stdout") {
      yield* others.take();
      yield* printed.add(JSON.stringify(shortened(body.text)));
    } else if (wantsLog || toldKinds.has(body.kind)) {
      yield* printed.take();
      yield* others.add(JSON.stringify(bounded(event), writeTimestamp));
    }
  }
  yield* printed.take();
  yield* others.take();
}

/** Collects the elements of one message until it is full. */
class Gathering {
  readonly #begin: string;
  #texts: string[] = [];
  #length = 0;

  constructor(begin: string) {
    this.#begin = begin;
  }

  *add(text: string): Generator<string> {
    this.#texts.push(text);
    this.#length += text.length;
    if (this.#length >= messageLengthMax) yield* this.take();
  }

  *take(): Generator<string> {
    if (this.#texts.length === 0) return;
    yield `${this.#begin}${this.#texts.join(",")}]}`;
    this.#texts = [];
    this.#length = 0;
  }
}

function bounded(event: LogEvent): LogEvent {
  const { body } = event;
  if (!("text" in body) || typeof body.text !== "string" || body.text.length <= textMax) return event;
  return { ...event, body: { ...body, text: shortened(body.text) } };
}

const shortened = (text: string): string => (text.length <= textMax ? text : `${text.slice(0, textMax)}… (${text.length} characters)`);

/** The message that `text` holds. Throws for anything that is none: it may come from a hole in a wall. [HB22] */
export function readJobMessage(text: string): FromJobProcess {
  const message: unknown = JSON.parse(text);
  if (isObject(message)) {
    const { kind, events, rows, transaction, status, cause, remark } = message;
    if (kind === "events" && Array.isArray(events) && events.every(isEvent)) return { kind, events };
    if (kind === "printed" && Array.isArray(rows) && rows.every(isText)) return { kind, rows };
    if (kind === "publish" && isText(transaction) && transaction.length <= 500) return { kind, transaction };
    const ends = kind === "ended" && isText(status) && isText(remark) && (cause === undefined || isText(cause));
    if (ends) return { kind, status, cause, remark };
  }
  throw new Error("a message of no known kind");
}

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";

/** What is told of an event is checked member by member; of the others, which only go into the log's file, the frame. */
function isEvent(value: unknown): value is LogEvent {
  if (!isObject(value) || !isNumber(value["seq"]) || !isNumber(value["at"]) || !Number.isInteger(value["subtask"])) return false;
  const { body } = value;
  if (!isObject(body)) return false;
  switch (body["kind"]) {
    case "userLog":
      return isText(body["text"]) && Number.isInteger(body["operator"]) && isStream(body["stream"]);
    case "jobStatus":
      return isText(body["status"]) && (body["cause"] === undefined || isText(body["cause"]));
    case "checkpointCompleted":
      return [body["checkpointId"], body["bytes"], body["durationMs"]].every(isNumber);
    case "checkpointFailed":
      return isNumber(body["checkpointId"]) && isText(body["reason"]);
    case "storageFailed": {
      const { operation, outcome, path, cause } = body;
      return isOneOf(storageOperations, operation) && isOneOf(storageOutcomes, outcome) && isText(path) && isText(cause);
    }
    default:
      return isText(body["kind"]);
  }
}

const isOneOf = (names: readonly string[], value: unknown): boolean => isText(value) && names.includes(value);
const isStream = (value: unknown): boolean => value === undefined || value === "stdout" || value === "stderr";
