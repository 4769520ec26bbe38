import type { LogEvent } from "../../src/observe/event.ts";
import { RunLog } from "../../src/observe/run-log.ts";
import { sampleHeader, sampleLog } from "../../src/observe/testing/sample-log.ts";
import type { Params, Program } from "../program.ts";

const batchEvents = 2000;
const looks = 200;

/** The goals, in milliseconds. */
const budgets = { seek: 100, stepBack: 50 } as const;

/** Looks at points all over a run of many events, or steps back from each of them: the 95th percentile of one look. */
export const seek: Program = {
  roles: 1,
  shared: () => [],
  async run({ params }) {
    const figure = figureOf(params);
    if (params["budget"] === 1) return budgets[figure];
    const run = logOf(Number(params["events"]));
    return percentile95(figure === "seek" ? seekTimes(run) : stepTimes(run));
  },
};

function figureOf({ figure }: Params): keyof typeof budgets {
  return figure === "stepBack" ? "stepBack" : "seek";
}

function logOf(events: number): RunLog {
  const made = new RunLog(sampleHeader());
  let batch: LogEvent[] = [];
  for (const event of sampleLog()) {
    batch.push(event);
    if (batch.length < batchEvents) continue;
    made.append(batch);
    batch = [];
    if (made.length >= events) break;
  }
  return made;
}

/** Far from each other, in no order. */
const pointOf = (look: number, run: RunLog): number => (look * 617_387) % run.length;

function seekTimes(run: RunLog): readonly number[] {
  return Array.from({ length: looks }, (_, look) => timeOf(() => run.seek(pointOf(look, run))));
}

/** The view that stands behind the event is given up, as the player does. */
function stepTimes(run: RunLog): readonly number[] {
  return Array.from({ length: looks }, (_, look) => {
    const view = run.seek(Math.max(1, pointOf(look, run)));
    return timeOf(() => run.seek(view.cursor - 1, view));
  });
}

function timeOf(act: () => void): number {
  const started = performance.now();
  act();
  return performance.now() - started;
}

const percentile95 = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;
