/** One conformance suite: feeds a case to the product's own parts. `given` and results are as the suite's document says. */
export interface Suite {
  readonly name: string;
  /** Takes a case apart into checks that have nothing to do with each other, so that each is counted. Left out: the case is one check. */
  split?(given: never, expected: never): readonly Check[];
  /** What the product does not have that the check is about; it is then counted as not applicable. Left out: every check applies. */
  notApplicable?(given: never, expected: never): string | undefined;
  /** What the product did with the case: compared with the case's `expect`. */
  run(given: never, expected: never): unknown;
  /** Returns undefined when `actual` is what `expected` demands, else what differs. Default: deep equality. */
  compare?(expected: never, actual: never): string | undefined;
}

/** A recorded case, or the part of one that is checked by itself. */
export interface Check {
  readonly given: unknown;
  readonly expect: unknown;
}
