import { absent } from "../../src/base/lookup.ts";
import type { AppCatalog } from "../../src/app/catalog.ts";
import type { JobPlan } from "../../src/control/job-plan.ts";
import type { TaskOptions } from "../../src/graph/task-deployment.ts";
import { LocalChannel } from "../../src/hosts/in-process/local-channel.ts";
import type { ThreadChannel } from "../../src/hosts/in-process/local-channel.ts";
import { MemoryTransactions } from "../../src/hosts/in-process/memory-stores.ts";
import type { Stores } from "../../src/hosts/in-process/run-in-process.ts";
import type { OperatorContext } from "../../src/runtime/api.ts";
import type { ChannelDescriptor } from "../../src/runtime/io/channel.ts";
import { memoryPorts, portPair, ringPair } from "../../src/runtime/io/testing/channel-ends.ts";
import type { TimerCallback } from "../../src/runtime/time/timer-service.ts";
import { minTimestamp } from "../../src/stream/timestamp.ts";
import type { Mutation } from "./fuzz-seed.ts";

/** Bugs put in on purpose, through seams that the product has anyway. Each must be caught by a run of the fuzzer. */
export const plantedBugs: Readonly<Record<string, Mutation>> = {
  "an element is lost": { channel: losingChannel },
  "a transaction is published twice": { transactions: () => new RepublishingTransactions() },
  "metadata that cannot be read counts as absent": { outage: "read", stores: takingFailedForAbsent },
  "what could not be published is published under another name": { outage: "commit", stores: publishingAnew },
  "barriers are not aligned": {
    plan: (plan) => withOptions(plan, () => ({ checkpointMode: "AT_LEAST_ONCE" })),
  },
  "a record that finds a ring full is lost": { channel: overflowingRing },
  "a message port forgets to give credit": { channel: stingyPort },
  "windows in columns do not take over what was restored": {
    stage: "tumbling",
    catalog: (catalog) => withContext(catalog, forgettingColumns),
    plan: (plan) => withOptions(plan, ({ tuning }) => ({ tuning: { ...tuning, windowColumns: true } })),
  },
  "a task takes other steps while its records are in the log": {
    plan: (plan) => withOptions(plan, ({ tracesRecords, tuning }) => ({ tuning: { ...tuning, recordsAtOnce: tracesRecords ? 1 : tuning.recordsAtOnce } })),
  },
  "a timer fires twice": { stage: "timers", catalog: (catalog) => withContext(catalog, firingTwice) },
  "a late record is kept": { stage: "late", faultless: true, catalog: (catalog) => withContext(catalog, withoutWatermark) },
  "a key group is off by one": {
    stage: "count",
    faultless: true,
    plan: (plan) => ({
      ...plan,
      deployment(subtask, attempt, restore) {
        const deployment = plan.deployment(subtask, attempt, restore);
        const outputs = deployment.outputs.map((output) => ({
          ...output,
          consumerMaxParallelism: output.consumerMaxParallelism + 1,
        }));
        return { ...deployment, outputs };
      },
    }),
  },
};

/** Every task is deployed with altered options. */
function withOptions(plan: JobPlan, alter: (options: TaskOptions) => Partial<TaskOptions>): JobPlan {
  return {
    ...plan,
    deployment(subtask, attempt, restore) {
      const deployment = plan.deployment(subtask, attempt, restore);
      return { ...deployment, options: { ...deployment.options, ...alter(deployment.options) } };
    },
  };
}

/** Drops every 7th record that is written. */
function losingChannel(descriptor: ChannelDescriptor): ThreadChannel {
  const channel = new LocalChannel(descriptor);
  let written = 0;
  return dropping(channel, () => ++written % 7 === 0);
}

/** Drops the records for which there is no room. */
function overflowingRing(descriptor: ChannelDescriptor): ThreadChannel {
  const { output, input } = ringPair(descriptor, { bytes: 1024, shared: false });
  return dropping({ output, input, contents: () => output.contents() }, () => !output.isAvailable());
}

function dropping(channel: ThreadChannel, drops: () => boolean): ThreadChannel {
  const { output, input } = channel;
  const write: typeof output.write = (row, timestamp) => {
    if (!drops()) output.write(row, timestamp);
  };
  return { output: override(output, { write }), input, contents: () => channel.contents() };
}

/** Only the first credit reaches the producer. */
function stingyPort(descriptor: ChannelDescriptor): ThreadChannel {
  const ports = memoryPorts();
  let credits = 0;
  const post: typeof ports.consumer.post = (message, transfer) => {
    if (message.kind !== "credit" || credits++ === 0) ports.consumer.post(message, transfer);
  };
  const sizes = { batchRecords: 1, batchBytes: 64, windowRecords: 2, windowBytes: 1024 };
  const { output, input } = portPair(descriptor, { ...ports, consumer: { ...ports.consumer, post } }, sizes);
  return { output, input, contents: () => output.contents(), settle: ports.settle };
}

/** Commits are not idempotent: a transaction that is committed again after a restore is published again. */
class RepublishingTransactions extends MemoryTransactions {
  readonly #again = new Map<string, number>();

  override commit(transaction: string): void {
    const published = [...this.committed].find((file) => file.transaction === transaction);
    super.commit(transaction);
    if (published === undefined) return;
    const count = (this.#again.get(transaction) ?? 0) + 1;
    this.#again.set(transaction, count);
    this.stage(`${transaction} again ${count}`, published.target, published.bytes);
    super.commit(`${transaction} again ${count}`);
  }
}

function takingFailedForAbsent({ files, transactions }: Stores): Stores {
  const readText: Stores["files"]["readText"] = (path) => {
    const text = files.readText(path);
    return text.kind === "failed" ? absent : text;
  };
  return { files: override(files, { readText }), transactions };
}

function publishingAnew({ files, transactions }: Stores): Stores {
  const staged = new Map<string, readonly [target: string, bytes: Uint8Array]>();
  const stage: Stores["transactions"]["stage"] = (transaction, target, bytes) => {
    staged.set(transaction, [target, bytes]);
    transactions.stage(transaction, target, bytes);
  };
  const commit: Stores["transactions"]["commit"] = (transaction) => {
    try {
      transactions.commit(transaction);
    } catch (error) {
      const part = staged.get(transaction);
      if (part === undefined) throw error;
      transactions.stage(`${transaction} anew`, ...part);
      transactions.commit(`${transaction} anew`);
    }
  };
  return { files, transactions: override(transactions, { stage, commit }) };
}

/** Operators are built with an altered context. */
function withContext(catalog: AppCatalog, alter: (context: OperatorContext) => Partial<OperatorContext>): AppCatalog {
  const findOperator: AppCatalog["findOperator"] = (type) => {
    const factory = catalog.findOperator(type);
    if (factory === undefined) return undefined;
    return { type, createOperator: (config, context) => factory.createOperator(config, override(context, alter(context))) };
  };
  return { ...catalog, findOperator };
}

/** `target` with some members replaced; its own methods keep seeing themselves. */
function override<Target extends object>(target: Target, members: Partial<Target>): Target {
  return new Proxy(target, {
    get(original, name) {
      if (Object.hasOwn(members, name)) return Reflect.get(members, name);
      const member: unknown = Reflect.get(original, name);
      return typeof member === "function" ? member.bind(original) : member;
    },
  });
}

function firingTwice(context: OperatorContext): Partial<OperatorContext> {
  const twice = <Namespace>(callback: TimerCallback<Namespace>): TimerCallback<Namespace> => ({
    onTimer(...timer) {
      callback.onTimer(...timer);
      callback.onTimer(...timer);
    },
  });
  return { timers: (name, callback) => context.timers(name, twice(callback)) };
}

/** The operator believes that event time has not begun, so that nothing is late; on the path for windows of every kind. */
function withoutWatermark(context: OperatorContext): Partial<OperatorContext> {
  const keyed = isKeyed(context);
  return {
    currentWatermark: minTimestamp,
    timers: (name, callback) => override(context.timers(name, callback), { currentWatermark: minTimestamp }),
    ...(keyed ? { keyedState: override(context.keyedState, { dense: undefined }) } : {}),
  };
}

/** Columns begin empty, whatever the checkpoint held. */
function forgettingColumns(context: OperatorContext): Partial<OperatorContext> {
  if (!isKeyed(context) || context.keyedState.dense === undefined) return {};
  const dense = override(context.keyedState.dense, { restored: () => undefined });
  return { keyedState: override(context.keyedState, { dense }) };
}

function isKeyed(context: OperatorContext): boolean {
  try {
    return context.keyedState !== undefined;
  } catch {
    return false;
  }
}
