/** Append-only columns of numbers ordered by their first: what a timeline keeps of a long log without an object per entry. */
export class Series {
  /** Columns of equal length; only the first `length` entries count. The first is ascending. */
  readonly columns: Float64Array[];
  #length = 0;

  constructor(columns: number) {
    this.columns = Array.from({ length: columns }, () => new Float64Array(64));
  }

  get length(): number {
    return this.#length;
  }

  push(...values: readonly number[]): number {
    const capacity = this.columns[0]?.length ?? 0;
    if (this.#length === capacity) {
      this.columns.forEach((column, index) => {
        const grown = new Float64Array(capacity * 2);
        grown.set(column);
        this.columns[index] = grown;
      });
    }
    this.columns.forEach((column, index) => (column[this.#length] = values[index] ?? 0));
    return this.#length++;
  }

  get(row: number, column: number): number {
    return this.columns[column]?.[row] ?? NaN;
  }

  set(row: number, column: number, value: number): void {
    const target = this.columns[column];
    if (target) target[row] = value;
  }

  /** First row whose first column is at least `value`. */
  lowerBound(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.get(middle, 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
