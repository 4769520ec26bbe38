import { seededRandom } from "../../base/random.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { counterNames } from "../../observe/counters.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Environment, FunctionCompiler, Mail, TaskReport } from "../environment.ts";
import type { InputChannel, OutputChannel } from "../io/channel.ts";
import { joinParts } from "../snapshot-builder.ts";
import { MemoryChannel } from "./memory-channel.ts";

export interface TestEnvironmentOptions {
  readonly tracesRecords?: boolean;
  readonly serviceTimeMs?: number;
  readonly capacity?: number;
  /** Channels made elsewhere, by number; the others are memory channels. */
  readonly inputs?: ReadonlyMap<number, InputChannel>;
  readonly outputs?: ReadonlyMap<number, OutputChannel>;
  /** Left out: functions without any wall. */
  readonly functions?: FunctionCompiler | undefined;
}

/** World of one task in a test: everything it did can be read, nothing happens by itself. */
export interface TestEnvironment extends Environment {
  /** Processing time; set it, then step the task. */
  now: number;
  readonly reports: TaskReport[];
  readonly events: LogEventBody[];
  readonly written: Map<number, Uint8Array>;
  readonly transactions: TransactionLog;
  /** Requests to the outside world. */
  readonly requests: { readonly id: number; readonly port: string; readonly request: unknown }[];
  /** The memory channel with this number, made when it is first asked for. */
  channel(number: number): MemoryChannel;
  /** Mail that answers what the task has asked of the world so far: snapshots are stored. */
  replies(): readonly Mail[];
}

/** `TransactionStore` in memory. `committed` is in commit order. */
export class TransactionLog {
  readonly staged = new Map<string, Uint8Array>();
  readonly committed: string[] = [];

  stage(transaction: string, _target: string, bytes: Uint8Array): void {
    this.staged.set(transaction, bytes);
  }

  commit(transaction: string): void {
    if (!this.committed.includes(transaction)) this.committed.push(transaction);
  }

  abort(transaction: string): void {
    this.staged.delete(transaction);
  }
}

export function testEnvironment(options: TestEnvironmentOptions = {}): TestEnvironment {
  const channels = new Map<number, MemoryChannel>();
  const channel = (number: number): MemoryChannel => {
    const known = channels.get(number) ?? new MemoryChannel(options.capacity);
    channels.set(number, known);
    return known;
  };
  const events: LogEventBody[] = [];
  const reports: TaskReport[] = [];
  const written = new Map<number, Uint8Array>();
  const requests: { id: number; port: string; request: unknown }[] = [];
  let unanswered: Mail[] = [];
  const environment: TestEnvironment = {
    now: 0,
    reports,
    events,
    written,
    requests,
    channel,
    replies() {
      const answers = unanswered;
      unanswered = [];
      return answers;
    },
    clock: { now: () => environment.now },
    random: seededRandom(1),
    trace: { records: options.tracesRecords ?? false, emit: (event) => events.push(event) },
    counters: new Float64Array(counterNames.length),
    coordinator: { report: (report) => reports.push(report) },
    snapshots: {
      write(checkpointId, parts) {
        written.set(checkpointId, joinParts(parts));
        unanswered.push({ kind: "snapshotWritten", checkpointId, path: `chk-${checkpointId}` });
      },
    },
    transactions: new TransactionLog(),
    ports: {
      request(port, request) {
        const id = requests.length;
        requests.push({ id, port, request });
        return id;
      },
    },
    functions: options.functions ?? plainFunctions,
    openInput: (descriptor) => options.inputs?.get(descriptor.channel) ?? channel(descriptor.channel).open(descriptor),
    openOutput: (descriptor) => options.outputs?.get(descriptor.channel) ?? channel(descriptor.channel).open(descriptor),
    serviceTimeMs: options.serviceTimeMs ?? 0,
  };
  return environment;
}
