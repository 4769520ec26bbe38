import type { ChainedOperator } from "../graph/task-deployment.ts";
import { countersPerOperator } from "../observe/counters.ts";
import { itemsOf } from "../stream/indices.ts";
import type { ListBy, OperatorIndex } from "../stream/indices.ts";
import { ownCopy } from "../stream/own-copy.ts";
import type { Collector } from "../stream/row.ts";
import type { ChainOutput } from "./chain-output.ts";

/** A place that records pass on their way through a chain. */
interface Tap {
  readonly collect: Collector;
  /** Records that passed since it was asked last. */
  take(): number;
}

/** Undefined `tap`: what comes out follows from what goes in. */
interface Path {
  readonly tap: Tap | undefined;
  readonly into: readonly OperatorIndex[];
}

type CountedOperator = Pick<ChainedOperator, "next">;

const mainOutput = "";

/**
 * Records in and out of each operator of a chain: Flink's numRecordsIn and numRecordsOut. Counted where their number can change, at outputs
 * of operators; what goes in is what came out before it, and of an operator that gives at most one for each only those that it drops are
 * counted, so that a record that passes a filter or a map costs nothing. The head's in, where it has channels, is counted by these. [OB40]
 */
export class ChainCounts {
  /** In and out of each operator, head first; none in for a head that has channels. */
  readonly totals: Float64Array;
  readonly #operators: ListBy<OperatorIndex, CountedOperator>;
  readonly #told: Float64Array;
  /** By operator: its outputs by the tag of a side output. */
  readonly #taps: ListBy<OperatorIndex, Map<string, Tap>>;
  readonly #takeDropped: ((() => number) | undefined)[] = [];
  readonly #undeducted: number[] = [];
  readonly #derived: boolean;
  /** By operator: its outputs and where they lead, main one first. Found anew when an output is asked for. */
  #paths: readonly (readonly Path[])[] | undefined;
  /** Room to add up in. */
  readonly #passed: Float64Array;

  /** `derived`: of an operator that gives at most one record for each, what comes out follows from what goes in. */
  constructor(operators: ListBy<OperatorIndex, CountedOperator>, derived: boolean) {
    this.#operators = operators;
    this.#derived = derived;
    this.#taps = operators.map(() => new Map());
    this.totals = new Float64Array(operators.length * countersPerOperator);
    this.#passed = new Float64Array(operators.length);
    this.#told = new Float64Array(this.totals.length);
  }

  /** `output` of the operator at `index`, whose records count from now on. `takeDropped`: see `Operator`; of one that gives at most one. */
  counted(index: OperatorIndex, output: ChainOutput, takeDropped: (() => number) | undefined): ChainOutput {
    this.#takeDropped[index] = takeDropped;
    const taps = this.#taps[index] ?? new Map<string, Tap>();
    return {
      ...output,
      collector: (tag) => {
        if (takeDropped !== undefined && this.#derived && tag === undefined) return output.collector();
        const name = tag ?? mainOutput;
        const tap = taps.get(name) ?? ownCopy(tapOf)(output.collector(tag));
        taps.set(name, tap);
        this.#paths = undefined;
        return tap.collect;
      },
    };
  }

  /**
   * Adds what passed since. `entered`: records that the head took from its channels; undefined for a source: it reads what it emits. Once a
   * step: no iterators, which a thread with frozen built-ins is slow with.
   */
  add(entered: number | undefined): void {
    this.#paths ??= this.#findPaths();
    const passed = this.#passed;
    passed[0] = entered ?? 0;
    for (let index = 0; index < passed.length; index++) {
      const taken = passed[index] ?? 0;
      passed[index] = 0;
      const emitted = this.#passOn(index, taken);
      const place = index * countersPerOperator;
      if (index > 0) this.#addTo(place, taken);
      else if (entered === undefined) this.#addTo(0, emitted);
      this.#addTo(place + 1, emitted);
    }
  }

  /** What was added since this was asked last, in and out of each operator, head first; undefined when nothing was. */
  takeUntold(): readonly number[] | undefined {
    let place = 0;
    while (place < this.totals.length && this.totals[place] === this.#told[place]) place++;
    if (place === this.totals.length) return undefined;
    const untold = Array.from(this.totals, (total, at) => total - (this.#told[at] ?? 0));
    this.#told.set(this.totals);
    return untold;
  }

  /** Has what came out of the operator at `index` go into those behind it; `taken` went into it. Returns how much. */
  #passOn(index: number, taken: number): number {
    const paths = this.#paths?.[index];
    let emitted = 0;
    for (let at = 0; paths !== undefined && at < paths.length; at++) {
      const path = paths[at];
      if (path === undefined) continue;
      const records = path.tap === undefined ? this.#deduct(index, taken) : path.tap.take();
      emitted += records;
      for (let to = 0; to < path.into.length; to++) {
        const operator = path.into[to] ?? 0;
        this.#passed[operator] = (this.#passed[operator] ?? 0) + records;
      }
    }
    return emitted;
  }

  /** In the middle of a batch more may have been dropped than is known to have come in: the rest is deducted when that is. */
  #deduct(index: number, taken: number): number {
    const dropped = (this.#undeducted[index] ?? 0) + (this.#takeDropped[index]?.() ?? 0);
    const deducted = Math.min(dropped, taken);
    this.#undeducted[index] = dropped - deducted;
    return taken - deducted;
  }

  #findPaths(): readonly (readonly Path[])[] {
    const paths = this.#operators.map(({ next }, index) => {
      const taps = this.#taps[index] ?? new Map<string, Tap>();
      return [...new Set([mainOutput, ...taps.keys()])].map((output) => ({
        tap: taps.get(output),
        into: next.flatMap(({ operator, tag = mainOutput }) => (tag === output ? [operator] : [])),
      }));
    });
    return itemsOf(paths);
  }

  #addTo(place: number, count: number): void {
    this.totals[place] = (this.totals[place] ?? 0) + count;
  }
}

/** The count starts anew each time it is taken, so that it stays a small integer: adding one to it costs next to nothing. */
const tapOf = (next: Collector): Tap => {
  let passed = 0;
  return {
    collect: (row, timestamp) => {
      passed += 1;
      next(row, timestamp);
    },
    take: () => {
      const taken = passed;
      passed = 0;
      return taken;
    },
  };
};
