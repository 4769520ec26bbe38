import { freezeClass } from "./frozen-class.ts";

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
    if (!Number.isSafeInteger(millisecond)) throw new RangeError("a timestamp takes a safe integer of milliseconds");
    if (!isNano(nanoOfMillisecond)) throw new RangeError("the nanoseconds of a timestamp are an integer from 0 to 999999");
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
    if (!PreciseTimestamp.is(other)) throw new TypeError("a timestamp compares with timestamps only");
    const difference = this.millisecond - other.millisecond || this.nanoOfMillisecond - other.nanoOfMillisecond;
    return Math.sign(difference);
  }
}

freezeClass(PreciseTimestamp);

const isNano = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 1_000_000;
