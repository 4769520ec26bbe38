import { keyGroupOf, subtaskOfKeyGroup } from "../../stream/key-group.ts";
import { keySelector } from "../../stream/key-selector.ts";
import type { OperatorSetup, HarnessSnapshot } from "./operator-harness.ts";
import { maxParallelism, OperatorHarness } from "./operator-harness.ts";
import type { StreamElement } from "./stream-notation.ts";
import { parseStream } from "./stream-notation.ts";

export interface OperatorCase<Config> extends OperatorSetup<Config> {
  /** In stream notation, see `StreamElement`. */
  readonly input: string;
  /** Everything that comes out, in order. Restored runs may differ in the order of neighbouring records: ties of timers. */
  readonly output: string;
  /**
   * How the operator is restored in the middle of the input. `unchanged`: only as it was, for a case that depends on the order
   * between keys. `never`: for one whose result stems from what is in no checkpoint, as the watermark of a generator.
   * Default: at the same and, when it is keyed, at parallelism 1, 2 and 3.
   */
  readonly restores?: "rescaled" | "unchanged" | "never";
}

/**
 * Runs one case through several schedules, which must all give the same output: one element at a time, all in one batch, with
 * a snapshot and a restore after every element and after every second one; keyed operators also restored at parallelism 1, 2
 * and 3 in the middle of the input, where the order between keys does not count.
 */
export function verifyOperator<Config>(given: OperatorCase<Config>): void {
  const elements = parseStream(given.input, given.inputSchemas);
  const expected = words(given.output);
  check("one at a time", expected, runSerially(given, elements, 0));
  check("in one batch", expected, runBatch(given, elements));
  if (given.restores === "never") return;
  check("restored after every element", canonical(expected), canonical(runSerially(given, elements, 1)));
  check("restored after every second element", canonical(expected), canonical(runSerially(given, elements, 2)));
  if (given.keys === undefined || given.restores === "unchanged" || elements.some(({ kind }) => kind === "end")) return;
  for (const parallelism of [1, 2, 3]) {
    const actual = runRescaled(given, elements, parallelism);
    check(`restored at parallelism ${parallelism}`, records(expected).toSorted(), records(actual).toSorted());
  }
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function records(output: readonly string[]): readonly string[] {
  return output.filter((word) => !/^(W(-?\d+|min|max)|idle|active)$/.test(word));
}

/** Timers of equal time fire in another order after a restore, so neighbouring records are sorted. */
function canonical(output: readonly string[]): readonly string[] {
  const result: string[] = [];
  let run: string[] = [];
  for (const word of output) {
    if (records([word]).length > 0) run.push(word);
    else {
      result.push(...run.toSorted(), word);
      run = [];
    }
  }
  return [...result, ...run.toSorted()];
}

function check(schedule: string, expected: readonly string[], actual: readonly string[]): void {
  if (expected.length === actual.length && expected.every((word, index) => word === actual[index])) return;
  throw new Error(`${schedule}:\n  expected ${expected.join(" ")}\n  actual   ${actual.join(" ")}`);
}

function runBatch<Config>(given: OperatorCase<Config>, elements: readonly StreamElement[]): readonly string[] {
  const harness = new OperatorHarness(given, { subtask: 0, parallelism: 1 });
  for (const element of elements) harness.offer(element);
  harness.run();
  harness.close();
  return harness.output;
}

/** `restoreEvery`: 0 = never, else after so many elements. */
function runSerially<Config>(
  given: OperatorCase<Config>,
  elements: readonly StreamElement[],
  restoreEvery: number,
): readonly string[] {
  const output: string[] = [];
  let harness = new OperatorHarness(given, { subtask: 0, parallelism: 1 });
  const time = new EventTime();
  for (const [index, element] of elements.entries()) {
    harness.offer(element);
    harness.run();
    time.observe(element);
    if (restoreEvery === 0 || (index + 1) % restoreEvery !== 0 || element.kind === "end") continue;
    const snapshots = [harness.snapshot()];
    output.push(...harness.output);
    harness.close();
    harness = new OperatorHarness(given, { subtask: 0, parallelism: 1, from: { snapshots, now: harness.environment.now } });
    time.replay(harness);
  }
  output.push(...harness.output);
  harness.close();
  return output;
}

function runRescaled<Config>(
  given: OperatorCase<Config>,
  elements: readonly StreamElement[],
  parallelism: number,
): readonly string[] {
  const middle = Math.floor(elements.length / 2);
  const before = new OperatorHarness(given, { subtask: 0, parallelism: 1 });
  const time = new EventTime();
  for (const element of elements.slice(0, middle)) {
    before.offer(element);
    before.run();
    time.observe(element);
  }
  const snapshots: readonly HarnessSnapshot[] = [before.snapshot()];
  const from = { snapshots, now: before.environment.now };
  const after = Array.from({ length: parallelism }, (_, subtask) => new OperatorHarness(given, { subtask, parallelism, from }));
  for (const harness of after) time.replay(harness);
  const ownerOf = keyOwner(given, parallelism);
  for (const element of elements.slice(middle)) {
    const owner = element.kind === "record" ? ownerOf(element) : undefined;
    for (const [subtask, harness] of after.entries()) {
      if (owner !== undefined && owner !== subtask) continue;
      harness.offer(element);
      harness.run();
    }
  }
  for (const harness of [before, ...after]) harness.close();
  return [before, ...after].flatMap((harness) => harness.output);
}

/** Subtask that gets a record; undefined when all do, because its input is not keyed (a broadcast input). */
function keyOwner<Config>(
  given: OperatorCase<Config>,
  parallelism: number,
): (record: StreamElement & { kind: "record" }) => number | undefined {
  const selectors = given.inputSchemas.map((schema, input) => {
    const names = given.keys?.[input];
    return names && keySelector(schema, names);
  });
  return ({ input, row }) => {
    const selector = selectors[input];
    if (selector === undefined) return undefined;
    const group = keyGroupOf(selector.hash(selector.select(row)), maxParallelism);
    return subtaskOfKeyGroup(group, parallelism, maxParallelism);
  };
}

/** Event time is not part of a checkpoint; as the sources of a job would, it is sent again to a restored operator. */
class EventTime {
  readonly #watermarks = new Map<number, StreamElement>();
  readonly #idle = new Map<number, StreamElement & { kind: "status" }>();

  observe(element: StreamElement): void {
    if (element.kind === "watermark") this.#watermarks.set(element.input, element);
    if (element.kind === "status") this.#idle.set(element.input, element);
  }

  /** What the operator passes on while it catches up is not new, so it is dropped. */
  replay<Config>(harness: OperatorHarness<Config>): void {
    for (const element of this.#watermarks.values()) harness.offer(element);
    for (const element of this.#idle.values()) if (element.idle) harness.offer(element);
    harness.run();
    const isTime = (word: string): boolean => records([word]).length === 0;
    const kept = harness.output.filter((word) => !isTime(word));
    harness.output.splice(0, harness.output.length, ...kept);
  }
}
