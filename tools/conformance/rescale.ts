import { keyGroupOf, keyGroupRange, subtaskOfKeyGroup } from "../../src/stream/key-group.ts";
import { keySelector } from "../../src/stream/key-selector.ts";
import { compareStep } from "./compare-output.ts";
import { restoreFrom } from "./keyed-operator.ts";
import type { KeyedOperator, Output, Step } from "./keyed-operator.ts";
import { processOperator } from "./process-operator.ts";
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

class RescaledJob {
  private readonly given: Given;
  private readonly hash: (key: unknown) => number;
  private now: number;
  private subtasks: readonly KeyedOperator[];

  constructor(given: Given) {
    this.given = given;
    this.now = given.clock;
    this.hash = keySelector({ fields: [{ name: "key", type: keyTypes[given.key] }] }, ["key"]).hash;
    this.subtasks = this.start(given.parallelism, undefined);
  }

  step(step: Step): Output[][] {
    const { subtasks } = this;
    if (step.r !== undefined) return this.record(step.r, step.t);
    const { w, p } = step;
    if (w !== undefined) return subtasks.map((subtask) => subtask.advanceWatermark(w));
    if (p !== undefined) {
      this.now = p;
      return subtasks.map((subtask) => subtask.advanceProcessingTime(p));
    }
    if (step.stats === true) return subtasks.map((subtask) => subtask.statistics());
    this.subtasks = this.start(step.rescale ?? subtasks.length, subtasks);
    return this.subtasks.map(() => []);
  }

  private record([key, program]: readonly unknown[], timestamp: number | undefined): Output[][] {
    const { maxParallelism } = this.given;
    const owner = subtaskOfKeyGroup(
      keyGroupOf(this.hash(key), maxParallelism),
      this.subtasks.length,
      maxParallelism,
    );
    return this.subtasks.map((subtask, index) =>
      index === owner ? subtask.record({ $kind: 0, key, program }, timestamp) : [],
    );
  }

  private start(
    parallelism: number,
    previous: readonly KeyedOperator[] | undefined,
  ): readonly KeyedOperator[] {
    const { key, timerProgram, maxParallelism } = this.given;
    const snapshots = previous?.map((subtask) => subtask.snapshot());
    return Array.from({ length: parallelism }, (_, subtask) =>
      processOperator({
        key,
        timerProgram,
        maxParallelism,
        parallelism,
        subtask,
        clock: { now: () => this.now },
        ...(snapshots === undefined
          ? {}
          : { restore: restoreFrom(snapshots, keyGroupRange(subtask, parallelism, maxParallelism)) }),
      }),
    );
  }
}
