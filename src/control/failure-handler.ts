import type { RestartDecision, RestartStrategy } from "./restart-strategy.ts";

/** Says what becomes of a job that failed (Flink's ExecutionFailureHandler), and counts its restarts. [RS7] */
export class FailureHandler {
  readonly #strategy: RestartStrategy;
  #restarts = 0;

  constructor(strategy: RestartStrategy) {
    this.#strategy = strategy;
  }

  /** Failures that led to a restart of their own: none that was refused, none that was merged into a pending one. */
  get restarts(): number {
    return this.#restarts;
  }

  /** One that would only come again is not `recoverable`: the strategy never hears of it. */
  onFailure(now: number, recoverable: boolean): RestartDecision {
    if (!recoverable) return { restart: false, newAttempt: true, delayMs: 0 };
    const decision = this.#strategy.onFailure(now);
    if (decision.restart && decision.newAttempt) this.#restarts += 1;
    return decision;
  }
}
