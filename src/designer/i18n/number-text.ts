/** How many digits are shown: `least` and `most` behind the point, `significant` ones at most, `wide` before the point at least. */
export interface Digits {
  readonly least?: number;
  readonly most?: number;
  readonly significant?: number;
  readonly wide?: number;
}

/**
 * A number as `Intl.NumberFormat` writes it in English and in Chinese, which write it the same: groups of three, halves rounded away from
 * zero. The first such format of a page makes the browser look through all languages that it knows: a tenth of what its start takes.
 */
export function numberText(value: number, { least = 0, most = Math.max(3, least), significant, wide = 1 }: Digits = {}): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (Math.abs(value) === Infinity) return `${sign}∞`;
  // The shortest decimal that means this number; `point` of its digits stand before the point.
  const [mantissa = "", power] = Math.abs(value).toExponential().split("e");
  let digits = mantissa.replace(".", "");
  let point = Number(power) + 1;
  const kept = significant ?? point + most;
  if (kept < digits.length) {
    const isUp = kept >= 0 && (digits[kept] ?? "") >= "5";
    // A digit before all others takes what is carried.
    digits = String(BigInt(`1${digits.slice(0, Math.max(0, kept))}`) + (isUp ? 1n : 0n));
    if (digits.startsWith("2")) {
      digits = `1${digits.slice(1)}`;
      point++;
    } else digits = digits.slice(1);
  }
  const whole = digits.slice(0, Math.max(0, point)).padEnd(point, "0").padStart(wide, "0");
  const behind = "0".repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point));
  const shown = behind.replace(/0+$/, "").padEnd(least, "0");
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (shown && `.${shown}`);
}
