import type { Random } from "../base/random.ts";

/** Answer to one failure. */
export interface RestartDecision {
  readonly restart: boolean;
  /** False: merged into the restart that is already pending, which then happens `delayMs` from now. */
  readonly newAttempt: boolean;
  readonly delayMs: number;
}

/** Decides whether and when a job restarts (Flink's RestartBackoffTimeStrategy). Refused failures count too. */
export interface RestartStrategy {
  onFailure(now: number): RestartDecision;
}

export type RestartStrategyOptions =
  | { readonly type: "disable" }
  | { readonly type: "fixed-delay"; readonly attempts: number; readonly delayMs: number }
  | {
      readonly type: "failure-rate";
      readonly maxFailuresPerInterval: number;
      readonly failureRateIntervalMs: number;
      readonly delayMs: number;
    }
  | ({ readonly type: "exponential-delay" } & ExponentialDelayOptions);

export interface ExponentialDelayOptions {
  readonly initialBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly backoffMultiplier: number;
  readonly resetBackoffThresholdMs: number;
  /** 0..1; the backoff varies by up to this part of itself. */
  readonly jitterFactor: number;
  /** Infinity: unlimited. */
  readonly attemptsBeforeResetBackoff: number;
}

/** `random` draws the jitter. */
export function createRestartStrategy(options: RestartStrategyOptions, random: Random): RestartStrategy {
  switch (options.type) {
    case "disable":
      return { onFailure: () => ({ restart: false, newAttempt: true, delayMs: 0 }) };
    case "fixed-delay":
      return fixedDelay(options.attempts, options.delayMs);
    case "failure-rate":
      return failureRate(options.maxFailuresPerInterval, options.failureRateIntervalMs, options.delayMs);
    case "exponential-delay":
      return exponentialDelay(options, random);
  }
}

function fixedDelay(attempts: number, delayMs: number): RestartStrategy {
  let failures = 0;
  return {
    onFailure() {
      failures++;
      return { restart: failures <= attempts, newAttempt: true, delayMs };
    },
  };
}

function failureRate(maxFailures: number, intervalMs: number, delayMs: number): RestartStrategy {
  /** The last `maxFailures + 1` failure times, this one included. */
  const times: number[] = [];
  return {
    onFailure(now) {
      if (times.length > maxFailures) times.shift();
      times.push(now);
      const oldest = times[0] ?? now;
      const refused = times.length > maxFailures && now - oldest <= intervalMs;
      return { restart: !refused, newAttempt: true, delayMs };
    },
  };
}

function exponentialDelay(options: ExponentialDelayOptions, random: Random): RestartStrategy {
  let attempt = 0;
  let nextRestartAt = -Infinity;
  const backoffMs = (): number => {
    const raw = Math.trunc(options.initialBackoffMs * options.backoffMultiplier ** attempt);
    // Beyond the maximum plus its largest jitter the clamp decides alone; keeps the arithmetic finite.
    const backoff = Math.min(raw, options.maxBackoffMs * 2 + 1);
    const spread = Math.trunc(backoff * options.jitterFactor);
    const jitter = spread === 0 ? 0 : random.integer(2 * spread + 1) - spread;
    return Math.max(options.initialBackoffMs, Math.min(options.maxBackoffMs, backoff + jitter));
  };
  return {
    onFailure(now) {
      const merged = now <= nextRestartAt;
      if (!merged) {
        if (now - nextRestartAt >= options.resetBackoffThresholdMs) attempt = 0;
        nextRestartAt = now + backoffMs();
        attempt++;
      }
      const restart = attempt <= options.attemptsBeforeResetBackoff;
      return { restart, newAttempt: !merged, delayMs: nextRestartAt - now };
    },
  };
}
