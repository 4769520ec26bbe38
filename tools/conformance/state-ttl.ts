import type { TtlDeclaration } from "../../src/operators/state-field.ts";
import { compareScript } from "./compare-output.ts";
import { restoreFrom } from "./keyed-operator.ts";
import type { KeyedOperator, Output, Step } from "./keyed-operator.ts";
import { processFactory } from "./process-operator.ts";
import type { Suite } from "./suite.ts";

interface TtlConfig {
  readonly ms: number | "max";
  readonly update: "Disabled" | "OnCreateAndWrite" | "OnReadAndWrite";
  readonly visibility: "NeverReturnExpired" | "ReturnExpiredIfNotCleanedUp";
  readonly fullSnapshotCleanup: boolean;
}

interface TtlStep extends Step {
  readonly ttl?: number;
  readonly ttlConfig?: TtlConfig | null;
}

interface Given {
  readonly key: "int" | "long" | "string";
  readonly ttlClock: number;
  readonly ttlConfig: TtlConfig | null;
  readonly script: readonly TtlStep[];
}

interface Result {
  readonly out: readonly (readonly Output[])[];
}

const maxParallelism = 128;

export const stateTtlSuite: Suite = {
  name: "state-ttl",
  run: (given: Given): Result => ({ out: new TtlRun(given).run() }),
  compare: (expected: Result, actual: Result): string | undefined => compareScript(expected.out, actual.out),
};

class TtlRun {
  readonly #given: Given;
  /** No script of the suite sets the clock and the time that TTL goes by apart: a task has one. */
  #now: number;
  #config: TtlConfig | null;
  #operator: KeyedOperator;

  constructor(given: Given) {
    this.#given = given;
    this.#now = given.ttlClock;
    this.#config = given.ttlConfig;
    this.#operator = this.#create(undefined);
  }

  run(): readonly (readonly Output[])[] {
    const out: (readonly Output[])[] = [];
    for (const step of this.#given.script) {
      try {
        out.push(this.#step(step));
      } catch (error) {
        out.push([{ error: error instanceof Error ? error.message : String(error) }]);
        break;
      }
    }
    return out;
  }

  #step(step: TtlStep): Output[] {
    const operator = this.#operator;
    if (step.r !== undefined)
      return operator.record({ $kind: 0, key: step.r[0], program: step.r[1] }, step.t);
    if (step.w !== undefined) return operator.advanceWatermark(step.w);
    if (step.stats === true) return operator.statistics();
    if (step.p !== undefined) {
      this.#now = step.p;
      return operator.advanceProcessingTime(step.p);
    }
    if (step.restore === true) {
      if (step.ttlConfig !== undefined) this.#config = step.ttlConfig;
      this.#operator = this.#create(operator);
      return [];
    }
    this.#now = step.ttl ?? this.#now;
    return operator.advanceProcessingTime(this.#now);
  }

  #create(previous: KeyedOperator | undefined): KeyedOperator {
    const ttl = declarationOf(this.#config);
    return processFactory({
      key: this.#given.key,
      timerProgram: [],
      maxParallelism,
      parallelism: 1,
      subtask: 0,
      now: this.#now,
      ...(ttl && { ttl }),
      ...(previous && { restore: restoreFrom([previous.snapshot()], { parallelism: 1, maxParallelism })[0] }),
    });
  }
}

function declarationOf(config: TtlConfig | null): TtlDeclaration {
  if (config === null) return undefined;
  return {
    ttl: config.ms === "max" ? Infinity : config.ms,
    updateType: config.update,
    stateVisibility: config.visibility,
    cleanupFullSnapshot: config.fullSnapshotCleanup,
  };
}
