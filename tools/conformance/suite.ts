/** One conformance suite: feeds a case to the product's own parts. `given` and results are as the suite's document says. */
export interface Suite {
  readonly name: string;
  /** What the product did with the case: compared with the case's `expect`. */
  run(given: never, expected: never): unknown;
  /** Returns undefined when `actual` is what `expected` demands, else what differs. Default: deep equality. */
  compare?(expected: never, actual: never): string | undefined;
}
