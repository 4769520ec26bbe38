import { anyText, boolean, decimal, duration, durationFrom, integer, memoryFrom, memorySize, oneOf } from "./option-value.ts";
import type { OptionParser } from "./option-value.ts";

/** One Flink option: its key, how its text is read, and its default. */
export interface Option<T> {
  readonly key: string;
  readonly parse: OptionParser<T>;
  readonly default: T;
  /** `none`: read and checked for the sake of exports; Weir behaves as with the default. */
  readonly effect: "full" | "none";
}

function option<T>(key: string, parse: OptionParser<T>, fallback: T): Option<T> {
  return { key, parse, default: fallback, effect: "full" };
}

/** Option that Weir knows but does not act on. */
function withoutEffect<T>(key: string, parse: OptionParser<T>, fallback: T): Option<T> {
  return { key, parse, default: fallback, effect: "none" };
}

const optional = <T>(parse: OptionParser<T>): OptionParser<T | undefined> => parse;
const maxParallelism: OptionParser<number> = (value) => integer(-1, 32768)(value);
const checkpointing = "execution.checkpointing";
const fixedDelay = "restart-strategy.fixed-delay";
const failureRate = "restart-strategy.failure-rate";
const exponentialDelay = "restart-strategy.exponential-delay";

/** Options that shape the graphs. */
const graphOptions = {
  jobName: option("pipeline.name", optional(anyText), undefined),
  parallelism: option("parallelism.default", integer(1, 32768), 1),
  /** -1: not set. */
  maxParallelism: option("pipeline.max-parallelism", maxParallelism, -1),
  chaining: option("pipeline.operator-chaining.enabled", boolean, true),
  chainDifferentMaxParallelism: option(
    "pipeline.operator-chaining.chain-operators-with-different-max-parallelism", boolean, true,
  ),
  indexPrefix: option("pipeline.vertex-name-include-index-prefix", boolean, false),
  descriptionMode: option("pipeline.vertex-description-mode", oneOf("TREE", "CASCADING"), "TREE"),
  autoGenerateUids: option("pipeline.auto-generate-uids", boolean, true),
  autoWatermarkInterval: option("pipeline.auto-watermark-interval", duration, 200),
  runtimeMode: option("execution.runtime-mode", oneOf("STREAMING", "BATCH", "AUTOMATIC"), "STREAMING"),
  bufferTimeoutEnabled: option("execution.buffer-timeout.enabled", boolean, true),
  bufferTimeout: option("execution.buffer-timeout.interval", duration, 100),
  taskSlots: option("taskmanager.numberOfTaskSlots", integer(1), 1),
  slotsMax: option("slotmanager.number-of-slots.max", integer(1), 2147483647),
  objectReuse: withoutEffect("pipeline.object-reuse", boolean, false),
  scheduler: withoutEffect("jobmanager.scheduler", oneOf("Default", "Adaptive", "AdaptiveBatch"), "Default"),
};

/** Options of checkpoints and of restoring them. Durations in milliseconds, sizes in bytes. */
const checkpointOptions = {
  /** Undefined: no periodic checkpoints. */
  checkpointInterval: option(`${checkpointing}.interval`, optional(duration), undefined),
  checkpointIntervalDuringBacklog: withoutEffect(`${checkpointing}.interval-during-backlog`, optional(duration), undefined),
  checkpointMode: option(`${checkpointing}.mode`, oneOf("EXACTLY_ONCE", "AT_LEAST_ONCE"), "EXACTLY_ONCE"),
  checkpointTimeout: option(`${checkpointing}.timeout`, durationFrom(10), 600_000),
  checkpointMinPause: option(`${checkpointing}.min-pause`, duration, 0),
  maxConcurrentCheckpoints: option(`${checkpointing}.max-concurrent-checkpoints`, integer(1), 1),
  tolerableFailedCheckpoints: option(`${checkpointing}.tolerable-failed-checkpoints`, integer(0), 0),
  externalizedCheckpointRetention: option(
    `${checkpointing}.externalized-checkpoint-retention`,
    oneOf("NO_EXTERNALIZED_CHECKPOINTS", "DELETE_ON_CANCELLATION", "RETAIN_ON_CANCELLATION"),
    "NO_EXTERNALIZED_CHECKPOINTS",
  ),
  retainedCheckpoints: option(`${checkpointing}.num-retained`, integer(1), 1),
  checkpointsAfterTasksFinish: option(`${checkpointing}.checkpoints-after-tasks-finish`, boolean, true),
  checkpointDirectory: withoutEffect(`${checkpointing}.dir`, optional(anyText), undefined),
  savepointDirectory: withoutEffect(`${checkpointing}.savepoint-dir`, optional(anyText), undefined),
  checkpointCreateSubdirectory: withoutEffect(`${checkpointing}.create-subdir`, boolean, true),
  checkpointStorage: withoutEffect(`${checkpointing}.storage`, optional(oneOf("filesystem", "jobmanager")), undefined),
  incremental: withoutEffect(`${checkpointing}.incremental`, boolean, false),
  dataInlineThreshold: withoutEffect(`${checkpointing}.data-inline-threshold`, memorySize, 20_480),
  writeBufferSize: withoutEffect(`${checkpointing}.write-buffer-size`, memorySize, 4096),
  snapshotCompression: withoutEffect(`${checkpointing}.snapshot-compression`, boolean, false),
  unaligned: withoutEffect(`${checkpointing}.unaligned.enabled`, boolean, false),
  unalignedForced: withoutEffect(`${checkpointing}.unaligned.forced`, boolean, false),
  alignedCheckpointTimeout: withoutEffect(`${checkpointing}.aligned-checkpoint-timeout`, duration, 0),
  recoveryPath: withoutEffect("execution.state-recovery.path", optional(anyText), undefined),
  ignoreUnclaimedState: option("execution.state-recovery.ignore-unclaimed-state", boolean, false),
  claimMode: withoutEffect("execution.state-recovery.claim-mode", oneOf("CLAIM", "NO_CLAIM", "LEGACY"), "NO_CLAIM"),
  stateBackend: withoutEffect("state.backend.type", oneOf("hashmap", "rocksdb", "forst"), "hashmap"),
  pauseSourcesUntilFirstCheckpoint: withoutEffect("pipeline.sources.pause-until-first-checkpoint", boolean, false),
  committerRetries: withoutEffect("sink.committer.retries", integer(0), 10),
};

/** Options of failure handling. */
const restartOptions = {
  /** Undefined: exponential delay with checkpoints, else none. */
  restartStrategy: option("restart-strategy.type", optional(restartStrategyName), undefined),
  fixedDelayAttempts: option(`${fixedDelay}.attempts`, integer(0), 1),
  fixedDelay: option(`${fixedDelay}.delay`, duration, 1000),
  failureRateMaxFailures: option(`${failureRate}.max-failures-per-interval`, integer(1), 1),
  failureRateInterval: option(`${failureRate}.failure-rate-interval`, durationFrom(1), 60_000),
  failureRateDelay: option(`${failureRate}.delay`, duration, 1000),
  initialBackoff: option(`${exponentialDelay}.initial-backoff`, durationFrom(1), 1000),
  maxBackoff: option(`${exponentialDelay}.max-backoff`, durationFrom(1), 60_000),
  backoffMultiplier: option(`${exponentialDelay}.backoff-multiplier`, decimal(1), 1.5),
  resetBackoffThreshold: option(`${exponentialDelay}.reset-backoff-threshold`, durationFrom(1), 3_600_000),
  jitterFactor: option(`${exponentialDelay}.jitter-factor`, decimal(0, 1), 0.1),
  attemptsBeforeResetBackoff: option(`${exponentialDelay}.attempts-before-reset-backoff`, integer(1), 2147483647),
  failoverStrategy: option("jobmanager.execution.failover-strategy", oneOf("region", "full"), "region"),
  slotRequestTimeout: option("slot.request.timeout", duration, 300_000),
};

const mebibyte = 1024 ** 2;
const memory = "taskmanager.memory";

/**
 * What a job may keep in memory, in bytes. Where Flink's task executor is a machine of its own, here each subtask has a heap of its own,
 * and all task executors of a job live in one tab or process. [HB30]
 */
const memoryOptions = {
  /** Heap of one subtask, its keyed state included; a locked thread needs some 20 MB to start. */
  taskHeap: option(`${memory}.task.heap.size`, memoryFrom(32 * mebibyte), 1024 * mebibyte),
  /** Contents of the byte buffers of one subtask. */
  taskOffHeap: option(`${memory}.task.off-heap.size`, memoryFrom(8 * mebibyte), 512 * mebibyte),
  /** Heaps and buffers of all subtasks of the job together. */
  processMemory: option(`${memory}.process.size`, memoryFrom(64 * mebibyte), 4096 * mebibyte),
};

/** Every option that Weir knows, by the name the code uses. */
export const options = { ...graphOptions, ...memoryOptions, ...checkpointOptions, ...restartOptions } as const;

export type RestartStrategyName = "disable" | "fixed-delay" | "failure-rate" | "exponential-delay";

const restartStrategyAliases: Readonly<Record<string, RestartStrategyName>> = {
  disable: "disable", none: "disable", off: "disable",
  "fixed-delay": "fixed-delay", fixeddelay: "fixed-delay",
  "failure-rate": "failure-rate", failurerate: "failure-rate",
  "exponential-delay": "exponential-delay", exponentialdelay: "exponential-delay",
};

function restartStrategyName(value: string): RestartStrategyName {
  const alias = oneOf(...Object.keys(restartStrategyAliases))(value);
  return restartStrategyAliases[alias] ?? "disable";
}
