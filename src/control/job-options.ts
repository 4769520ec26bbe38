import { checkpointingEnabled } from "../graph/configuration.ts";
import type { Configuration } from "../graph/configuration.ts";
import type { CheckpointOptions } from "./checkpoint-coordinator.ts";
import type { CheckpointRetention } from "./checkpoint-store.ts";
import type { RestartStrategyOptions } from "./restart-strategy.ts";

/** How the control plane runs a job. */
export interface JobOptions {
  /** Undefined: checkpointing is off. */
  readonly checkpoints: CheckpointOptions | undefined;
  readonly retention: CheckpointRetention;
  readonly restart: RestartStrategyOptions;
  /** `jobmanager.execution.failover-strategy`. */
  readonly failover: "region" | "full";
  /** `slot.request.timeout`. */
  readonly slotRequestTimeoutMs: number;
}

const unlimited = 2147483647;

/** The control plane's part of a configuration. */
export function jobOptions(configuration: Configuration): JobOptions {
  return {
    checkpoints: checkpointOptions(configuration),
    retention: configuration.externalizedCheckpointRetention,
    restart: restartStrategyOptions(configuration, checkpointingEnabled(configuration)),
    failover: configuration.failoverStrategy,
    slotRequestTimeoutMs: configuration.slotRequestTimeout,
  };
}

function checkpointOptions(configuration: Configuration): CheckpointOptions | undefined {
  if (!checkpointingEnabled(configuration)) return undefined;
  return {
    intervalMs: configuration.checkpointInterval ?? Infinity,
    timeoutMs: configuration.checkpointTimeout,
    minPauseMs: configuration.checkpointMinPause,
    maxConcurrent: configuration.maxConcurrentCheckpoints,
    tolerableFailures: withoutLimit(configuration.tolerableFailedCheckpoints),
    numRetained: configuration.retainedCheckpoints,
    mode: configuration.checkpointMode,
    unaligned: configuration.unaligned,
    checkpointsAfterTasksFinish: configuration.checkpointsAfterTasksFinish,
  };
}

/** Without a name: exponential delay when checkpointing is on, none when it is off. [RS7] */
export function restartStrategyOptions(configuration: Configuration, checkpointing: boolean): RestartStrategyOptions {
  const type = configuration.restartStrategy ?? (checkpointing ? "exponential-delay" : "disable");
  switch (type) {
    case "disable":
      return { type };
    case "fixed-delay":
      return { type, attempts: configuration.fixedDelayAttempts, delayMs: configuration.fixedDelay };
    case "failure-rate":
      return {
        type,
        maxFailuresPerInterval: configuration.failureRateMaxFailures,
        failureRateIntervalMs: configuration.failureRateInterval,
        delayMs: configuration.failureRateDelay,
      };
    case "exponential-delay":
      return {
        type,
        initialBackoffMs: configuration.initialBackoff,
        maxBackoffMs: configuration.maxBackoff,
        backoffMultiplier: configuration.backoffMultiplier,
        resetBackoffThresholdMs: configuration.resetBackoffThreshold,
        jitterFactor: configuration.jitterFactor,
        attemptsBeforeResetBackoff: withoutLimit(configuration.attemptsBeforeResetBackoff),
      };
  }
}

function withoutLimit(value: number): number {
  return value === unlimited ? Infinity : value;
}
