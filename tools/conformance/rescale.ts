import { toOperatorIndex } from "../../src/stream/indices.ts";
import { seededRandom } from "../../src/base/random.ts";
import { attributedFunctions } from "../../src/runtime/attributed-functions.ts";
import { partition } from "../../src/runtime/io/partitioner.ts";
import type { Collector } from "../../src/stream/row.ts";
import { noTimestamp } from "../../src/stream/timestamp.ts";
import { compareStep } from "./compare-output.ts";
import { restoreFrom } from "./keyed-operator.ts";
import type { KeyedOperator, Output, Step } from "./keyed-operator.ts";
import { processFactory } from "./process-operator.ts";
import type { Program } from "./process-program.ts";
import type { Suite } from "./suite.ts";
import { keyTypes } from "./window-config.ts";

interface Given {
  readonly key: "int" | "long" | "string";
  readonly maxParallelism: number;
  readonly parallelism: number;
  readonly clock: number;
  readonly timerProgram: Program;
  readonly script: readonly Step[];
}

/** Per step, per subtask. */
interface Result {
  readonly out: readonly (readonly (readonly Output[])[])[];
}

export const rescaleSuite: Suite = {
  name: "rescale",
  run: (given: Given): Result => {
    const job = new RescaledJob(given);
    return { out: given.script.map((step) => job.step(step)) };
  },
  compare: (expected: Result, actual: Result): string | undefined => {
    for (const [step, subtasks] of expected.out.entries()) {
      const came = actual.out[step] ?? [];
      if (came.length !== subtasks.length)
        return `  step ${step}: ${subtasks.length} subtasks were expected, there are ${came.length}`;
      for (const [subtask, outputs] of subtasks.entries()) {
        const difference = compareStep(outputs, came[subtask] ?? []);
        if (difference !== undefined) return `  step ${step}, subtask ${subtask}: ${difference}`;
      }
    }
    return undefined;
  },
};

/** Subtasks of the process operator behind a hash edge. */
class RescaledJob {
  readonly #given: Given;
  #now: number;
  #subtasks: readonly KeyedOperator[];
  #distribute: Collector;
  #step: Output[][] = [];

  constructor(given: Given) {
    this.#given = given;
    this.#now = given.clock;
    this.#subtasks = this.#start(given.parallelism, undefined);
    this.#distribute = this.#hashEdge();
  }

  step(step: Step): Output[][] {
    const subtasks = this.#subtasks;
    const { r, w, p } = step;
    if (r !== undefined) return this.#record(r, step.t);
    if (w !== undefined) return subtasks.map((subtask) => subtask.advanceWatermark(w));
    if (p !== undefined) {
      this.#now = p;
      return subtasks.map((subtask) => subtask.advanceProcessingTime(p));
    }
    if (step.stats === true) return subtasks.map((subtask) => subtask.statistics());
    this.#subtasks = this.#start(step.rescale ?? subtasks.length, subtasks);
    this.#distribute = this.#hashEdge();
    return this.#subtasks.map(() => []);
  }

  #record([key, program]: readonly unknown[], timestamp: number | undefined): Output[][] {
    this.#step = this.#subtasks.map(() => []);
    this.#distribute({ $kind: 0, key, program }, timestamp ?? noTimestamp);
    return this.#step;
  }

  #hashEdge(): Collector {
    const channels = this.#subtasks.map((subtask, index): Collector => (row, timestamp) => {
      this.#step[index] = subtask.record(row, timestamp);
    });
    return partition({ type: "hash", key: ["key"] }, channels, {
      schema: { fields: [{ name: "key", type: keyTypes[this.#given.key] }] },
      maxParallelism: this.#given.maxParallelism,
      random: seededRandom(1),
      functions: attributedFunctions({ compile: () => () => undefined }, { index: toOperatorIndex(0), name: "producer" }),
    });
  }

  #start(parallelism: number, previous: readonly KeyedOperator[] | undefined): readonly KeyedOperator[] {
    const { key, timerProgram, maxParallelism } = this.#given;
    const restores = previous && restoreFrom(previous.map((subtask) => subtask.snapshot()), { parallelism, maxParallelism });
    return Array.from({ length: parallelism }, (_, subtask) =>
      processFactory({ key, timerProgram, maxParallelism, parallelism, subtask, now: this.#now, ...(restores && { restore: restores[subtask] }) }),
    );
  }
}
