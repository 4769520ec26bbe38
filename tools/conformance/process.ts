import { compareScript } from "./compare-output.ts";
import { restoreFrom } from "./keyed-operator.ts";
import type { KeyedOperator, Output, Step } from "./keyed-operator.ts";
import { processFactory } from "./process-operator.ts";
import type { Program } from "./process-program.ts";
import type { Suite } from "./suite.ts";

interface Given {
  readonly key: "int" | "long" | "string";
  readonly clock: number;
  readonly timerProgram: Program;
  readonly script: readonly Step[];
}

interface Result {
  readonly out: readonly (readonly Output[])[];
}

const maxParallelism = 128;

export const processSuite: Suite = {
  name: "process",
  run: (given: Given): Result => ({ out: runScript(given) }),
  compare: (expected: Result, actual: Result): string | undefined => compareScript(expected.out, actual.out),
};

function runScript({ key, clock, timerProgram, script }: Given): readonly (readonly Output[])[] {
  let now = clock;
  const create = (previous: KeyedOperator | undefined): KeyedOperator =>
    processFactory({
      key,
      timerProgram,
      maxParallelism,
      parallelism: 1,
      subtask: 0,
      now,
      ...(previous && { restore: restoreFrom([previous.snapshot()], { parallelism: 1, maxParallelism })[0] }),
    });
  let operator = create(undefined);
  const run = (step: Step): Output[] => {
    if (step.r !== undefined)
      return operator.record({ $kind: 0, key: step.r[0], program: step.r[1] }, step.t);
    if (step.w !== undefined) return operator.advanceWatermark(step.w);
    if (step.p !== undefined) {
      now = step.p;
      return operator.advanceProcessingTime(now);
    }
    if (step.stats === true) return operator.statistics();
    operator = create(operator);
    return [];
  };
  const out: (readonly Output[])[] = [];
  for (const step of script) {
    try {
      out.push(run(step));
    } catch (error) {
      out.push([{ error: error instanceof Error ? error.message : String(error) }]);
      break;
    }
  }
  return out;
}
