import { freezeClass } from "./frozen-class.ts";

/**
 * Most digits of a value, and most of them behind the point: room for every double and ten times what a DECIMAL column can hold.
 * Bounded, because user functions and texts of documents make decimals, and the time to write one grows with the square of its digits.
 */
const digitsMax = 400;
/** So that any two of these numbers can be brought to one scale. */
const limit = 10n ** BigInt(2 * digitsMax);

/**
 * Exact decimal number `unscaled * 10^-scale`: the value of DECIMAL columns, like java.math.BigDecimal. Immutable. Equal values
 * of one column have the same scale, because `conform` brings every value to the scale of its type.
 */
export class Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
  /** Tells real decimals from objects of user functions that only look like one. */
  readonly #genuine = true;

  constructor(unscaled: bigint, scale: number) {
    if (!Decimal.isUnscaled(unscaled)) throw new RangeError(`a decimal takes a bigint of at most ${2 * digitsMax} digits`);
    if (!isScale(scale)) throw new RangeError(`the scale of a decimal is an integer from 0 to ${digitsMax}`);
    this.unscaled = unscaled;
    this.scale = scale;
    Object.freeze(this);
  }

  static is(value: unknown): value is Decimal {
    return typeof value === "object" && value !== null && #genuine in value && value.#genuine;
  }

  /** True for a bigint that has no more digits than a decimal can have. */
  static isUnscaled(value: unknown): value is bigint {
    return typeof value === "bigint" && value < limit && value > -limit;
  }

  /**
   * Reads `-12.50` or `1.5E3`; undefined when the text is no number, or one beyond 10^400. Digits behind the 400th place are cut off,
   * which no rounding half up to a place in front of it can notice.
   */
  static parse(text: string): Decimal | undefined {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text.trim());
    const whole = match?.[2] ?? "";
    const fraction = match?.[3] ?? "";
    if (match === null || whole + fraction === "") return undefined;
    const digits = (whole + fraction).replace(/^0+/, "");
    const scale = fraction.length - Number(match[4] ?? 0);
    const kept = digits.slice(0, Math.max(digits.length - Math.max(scale - digitsMax, 0), 0));
    const zeros = kept === "" ? 0 : Math.max(-scale, 0);
    if (kept.length + zeros > digitsMax) return undefined;
    const magnitude = BigInt(kept + "0".repeat(zeros));
    return new Decimal(match[1] === "-" ? -magnitude : magnitude, Math.min(Math.max(scale, 0), digitsMax));
  }

  /** The same number with `scale` digits behind the point, rounded half up (away from zero) as Flink's DecimalData does. */
  rescale(scale: number): Decimal {
    if (scale === this.scale) return this;
    if (!isScale(scale)) throw new RangeError(`the scale of a decimal is an integer from 0 to ${digitsMax}`);
    if (scale > this.scale) return new Decimal(this.unscaled * 10n ** BigInt(scale - this.scale), scale);
    const divisor = 10n ** BigInt(this.scale - scale);
    const half = divisor / 2n;
    return new Decimal((this.unscaled + (this.unscaled < 0n ? -half : half)) / divisor, scale);
  }

  /** Decimal digits of the unscaled value; 1 for zero. */
  get precision(): number {
    return digitsOf(this.unscaled).length;
  }

  /** -1, 0 or 1. */
  compare(other: Decimal): number {
    if (!Decimal.is(other)) throw new TypeError("a decimal compares with decimals only");
    const scale = Math.max(this.scale, other.scale);
    const left = this.rescale(scale).unscaled;
    const right = other.rescale(scale).unscaled;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  toNumber(): number {
    return Number(this.toString());
  }

  /** As BigDecimal.toString: plain, or scientific when the number is smaller than 10^-6. */
  toString(): string {
    const sign = this.unscaled < 0n ? "-" : "";
    const digits = digitsOf(this.unscaled);
    if (this.scale === 0) return sign + digits;
    const exponent = digits.length - 1 - this.scale;
    if (exponent < -6) {
      const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
      return `${sign}${mantissa}E${exponent}`;
    }
    const padded = digits.padStart(this.scale + 1, "0");
    return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
  }
}

freezeClass(Decimal);

const isScale = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= digitsMax;
const digitsOf = (value: bigint): string => (value < 0n ? -value : value).toString();
