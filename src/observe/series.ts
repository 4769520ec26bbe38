/** Columns of numbers ordered by their first: what a timeline keeps of a long log without an object per entry. */
export class Series {
  /** Columns of equal length. The first is ascending; row `#first` stands at place 0. */
  readonly #columns: Float64Array[];
  #first = 0;
  #length = 0;

  constructor(columns: number) {
    this.#columns = Array.from({ length: columns }, () => new Float64Array(64));
  }

  /** Rows that were ever pushed; a row keeps its number when those before it are forgotten. */
  get length(): number {
    return this.#length;
  }

  push(...values: readonly number[]): number {
    const place = this.#length - this.#first;
    const capacity = this.#columns[0]?.length ?? 0;
    if (place === capacity) {
      this.#columns.forEach((column, index) => {
        const grown = new Float64Array(capacity * 2);
        grown.set(column);
        this.#columns[index] = grown;
      });
    }
    this.#columns.forEach((column, index) => (column[place] = values[index] ?? 0));
    return this.#length++;
  }

  /** NaN for a row that is forgotten or was never pushed. */
  get(row: number, column: number): number {
    return this.#columns[column]?.[this.#place(row)] ?? NaN;
  }

  set(row: number, column: number, value: number): void {
    const target = this.#columns[column];
    if (target && row >= this.#first) target[this.#place(row)] = value;
  }

  /** First row that is kept and whose first column is at least `value`. */
  lowerBound(value: number): number {
    let low = this.#first;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.get(middle, 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Lets go of rows whose first column is less than `value`, when they are at least half of what is kept. */
  forget(value: number): void {
    const first = this.lowerBound(value);
    if ((first - this.#first) * 2 < this.#length - this.#first || first === this.#first) return;
    for (const column of this.#columns) column.copyWithin(0, first - this.#first, this.#length - this.#first);
    this.#first = first;
  }

  #place(row: number): number {
    return row < this.#length ? row - this.#first : -1;
  }
}
