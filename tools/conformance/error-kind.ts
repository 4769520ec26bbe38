/** A mistake that Flink refuses: what Flink says of it, and what the product says of the same. */
export interface ErrorKind {
  readonly flink: RegExp;
  readonly product: RegExp;
}

/** What is wrong with `actual` as the answer to a mistake of which Flink said `expected`; undefined when it names the same mistake. */
export function compareErrors(kinds: readonly ErrorKind[], expected: string, actual: string): string | undefined {
  const kind = kinds.find(({ flink }) => flink.test(expected));
  if (kind === undefined) return `  the suite does not know what the product says of: ${expected}`;
  return kind.product.test(actual) ? undefined : `  for ${expected} the product says: ${actual}`;
}

/** What operators throw in the recorded cases, by Java's class. */
export const operatorErrors: readonly ErrorKind[] = [
  { flink: /^RuntimeException$/, product: /timestamp/ },
  { flink: /^IllegalArgumentException$/, product: /^the gap of a session must/ },
  { flink: /^UnsupportedOperationException$/, product: /^\[WN7\]/ },
  { flink: /^NullPointerException$/, product: /^(?:list state ".*"|a list state) cannot hold null$/ },
  { flink: /^IllegalStateException$/, product: /^(?:sessions merged to one that is over|a time evictor needs timestamps|the entry had expired)/ },
];
