/** A run of consecutive numbers, `from` (inclusive) to `to` (exclusive): a split of the list and sequence sources. */
export interface RangeSplit {
  readonly id: string;
  /** Next number to read; moves on as records are emitted. */
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts 0..count into `parallelism` contiguous ranges whose sizes differ by at most one, the longer ones first
 * (Flink: NumberSequenceIterator.split). Empty ranges are left out.
 */
export function splitRange(count: number, parallelism: number): readonly RangeSplit[] {
  const base = Math.floor(count / parallelism);
  const longer = count % parallelism;
  const splits: RangeSplit[] = [];
  let from = 0;
  for (let index = 0; index < parallelism; index++) {
    const size = base + (index < longer ? 1 : 0);
    if (size > 0) splits.push({ id: String(index), from, to: from + size });
    from += size;
  }
  return splits;
}
