/**
 * Point in time finer than a millisecond: the value of TIMESTAMP and TIMESTAMP_LTZ columns of a precision above 3, like Flink's
 * TimestampData. Immutable.
 */
export class PreciseTimestamp {
  /** Since 1970-01-01T00:00; a safe integer. */
  readonly millisecond: number;
  /** 0 to 999999. */
  readonly nanoOfMillisecond: number;
  /** Tells real timestamps from objects of user functions that only look like one. */
  readonly #genuine = true;

  constructor(millisecond: number, nanoOfMillisecond: number) {
    this.millisecond = millisecond;
    this.nanoOfMillisecond = nanoOfMillisecond;
    Object.freeze(this);
  }

  static is(value: unknown): value is PreciseTimestamp {
    return typeof value === "object" && value !== null && #genuine in value && value.#genuine;
  }

  /** The same time with the digits behind `precision` (3 to 9) cut off. */
  truncate(precision: number): PreciseTimestamp {
    const unit = 10 ** (9 - Math.max(precision, 3));
    return new PreciseTimestamp(this.millisecond, Math.floor(this.nanoOfMillisecond / unit) * unit);
  }

  /** -1, 0 or 1. */
  compare(other: PreciseTimestamp): number {
    const difference = this.millisecond - other.millisecond || this.nanoOfMillisecond - other.nanoOfMillisecond;
    return Math.sign(difference);
  }
}
