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
    this.unscaled = unscaled;
    this.scale = scale;
    Object.freeze(this);
  }

  static is(value: unknown): value is Decimal {
    return typeof value === "object" && value !== null && #genuine in value && value.#genuine;
  }

  /** Reads `-12.50` or `1.5E3`; undefined when the text is no number. */
  static parse(text: string): Decimal | undefined {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text.trim());
    const whole = match?.[2] ?? "";
    const fraction = match?.[3] ?? "";
    if (match === null || whole + fraction === "") return undefined;
    const magnitude = BigInt(whole + fraction);
    const decimal = new Decimal(match[1] === "-" ? -magnitude : magnitude, fraction.length - Number(match[4] ?? 0));
    return decimal.scale < 0 ? decimal.rescale(0) : decimal;
  }

  /** The same number with `scale` digits behind the point, rounded half up (away from zero) as Flink's DecimalData does. */
  rescale(scale: number): Decimal {
    if (scale === this.scale) return this;
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

const digitsOf = (value: bigint): string => (value < 0n ? -value : value).toString();
