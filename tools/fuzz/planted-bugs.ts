import type { AppCatalog } from "../../src/app/catalog.ts";
import { LocalChannel } from "../../src/hosts/in-process/local-channel.ts";
import { MemoryFiles, MemoryTransactions } from "../../src/hosts/in-process/memory-stores.ts";
import type { OperatorContext } from "../../src/runtime/api.ts";
import type { TimerCallback } from "../../src/runtime/time/timer-service.ts";
import { minTimestamp } from "../../src/stream/timestamp.ts";
import type { Mutation } from "./fuzz-seed.ts";

/** Bugs put in on purpose, through seams that the product has anyway. Each must be caught by a run of the fuzzer. */
export const plantedBugs: Readonly<Record<string, Mutation>> = {
  "an element is lost": { channel: losingChannel },
  "a transaction is published twice": { stores: () => ({ files: new MemoryFiles(), transactions: new RepublishingTransactions() }) },
  "barriers are not aligned": {
    plan: (plan) => ({
      ...plan,
      deployment(subtask, attempt, restore) {
        const deployment = plan.deployment(subtask, attempt, restore);
        return { ...deployment, options: { ...deployment.options, checkpointMode: "AT_LEAST_ONCE" } };
      },
    }),
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

/** Drops every 7th record that is written. */
function losingChannel(...[descriptor]: ConstructorParameters<typeof LocalChannel>): LocalChannel {
  const channel = new LocalChannel(descriptor);
  const { output } = channel;
  let written = 0;
  const write: typeof output.write = (row, timestamp) => {
    written++;
    if (written % 7 !== 0) output.write(row, timestamp);
  };
  Object.defineProperty(channel, "output", { value: Object.create(output, { write: { value: write } }) });
  return channel;
}

/** Commits are not idempotent: a transaction that is committed again after a restore is published again. */
class RepublishingTransactions extends MemoryTransactions {
  private readonly again = new Map<string, number>();

  override commit(transaction: string): void {
    const published = [...this.committed].find((file) => file.transaction === transaction);
    super.commit(transaction);
    if (published === undefined) return;
    const count = (this.again.get(transaction) ?? 0) + 1;
    this.again.set(transaction, count);
    this.stage(`${transaction} again ${count}`, published.target, published.bytes);
    super.commit(`${transaction} again ${count}`);
  }
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

function isKeyed(context: OperatorContext): boolean {
  try {
    return context.keyedState !== undefined;
  } catch {
    return false;
  }
}
