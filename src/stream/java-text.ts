import { civilDate } from "./civil-date.ts";

const millisPerDay = 86_400_000;

/** java.lang.Double.toString: `1.0`, `1.0E7`, `1.0E-4`, `NaN`, `-Infinity`. */
export const javaDouble = (value: number): string => javaFloating(value, shortestText(value));

/** java.lang.Float.toString of a 32-bit value: as few digits as tell it from its neighbours. */
export function javaFloat(value: number): string {
  // Two digits at least, where one would do: 1.4E-45, not 1.0E-45.
  for (let digits = 2; digits < 9; digits++) {
    const short = value.toPrecision(digits);
    if (Math.fround(Number(short)) === value) return javaFloating(value, String(Math.abs(Number(short))));
  }
  return javaFloating(value, String(Math.abs(Number(value.toPrecision(9)))));
}

/** As few digits of the magnitude as tell it from its neighbours, but two where two are nearer to it: 4.9e-324, not 5e-324. */
function shortestText(value: number): string {
  const magnitude = Math.abs(value);
  const text = String(magnitude);
  return /^\de/.test(text) ? magnitude.toPrecision(2) : text;
}

/** `shortest` is a text of the magnitude of `value`, with the digits that Java writes. */
function javaFloating(value: number, shortest: string): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa = "", power = "0"] = shortest.split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const written = whole + fraction;
  const digits = written.replace(/^0+/, "").replace(/0+$/, "");
  // Value = 0.digits * 10^point.
  const point = whole.length + Number(power) - (written.length - written.replace(/^0+/, "").length);
  const sign = value < 0 ? "-" : "";
  const magnitude = Math.abs(value);
  if (magnitude < 1e-3 || magnitude >= 1e7) return `${sign}${digits[0]}.${digits.slice(1) || "0"}E${point - 1}`;
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, "0")}.${digits.slice(point) || "0"}`;
}

/** java.time.LocalDate.toString of an epoch day: `2026-01-31`, `+10000-01-01`, `-0001-12-31`. */
export function javaDate(epochDay: number): string {
  const [year, month, day] = civilDate(epochDay);
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** java.time.LocalTime.toString: seconds and fraction only where they are not zero. */
export function javaTime(millisOfDay: number): string {
  return timeText(millisOfDay, 0, false);
}

/** java.time.LocalDateTime.toString: `2026-01-31T23:59`, `2026-01-31T23:59:59.999`. */
export function javaDateTime(millisecond: number, nanoOfMillisecond: number): string {
  const day = Math.floor(millisecond / millisPerDay);
  return `${javaDate(day)}T${timeText(millisecond - day * millisPerDay, nanoOfMillisecond, false)}`;
}

/** java.time.Instant.toString: UTC with `Z`; seconds always. */
export function javaInstant(millisecond: number, nanoOfMillisecond: number): string {
  const day = Math.floor(millisecond / millisPerDay);
  return `${javaDate(day)}T${timeText(millisecond - day * millisPerDay, nanoOfMillisecond, true)}Z`;
}

function timeText(millisOfDay: number, nanoOfMillisecond: number, withSeconds: boolean): string {
  const second = Math.floor(millisOfDay / 1000);
  const nano = (millisOfDay % 1000) * 1_000_000 + nanoOfMillisecond;
  const minutes = `${twoDigits(Math.floor(second / 3600))}:${twoDigits(Math.floor(second / 60) % 60)}`;
  if (!withSeconds && second % 60 === 0 && nano === 0) return minutes;
  return `${minutes}:${twoDigits(second % 60)}${fractionText(nano)}`;
}

/** Three, six or nine digits, as many as are needed. */
function fractionText(nano: number): string {
  if (nano === 0) return "";
  const digits = String(nano).padStart(9, "0");
  if (nano % 1_000_000 === 0) return `.${digits.slice(0, 3)}`;
  return `.${nano % 1000 === 0 ? digits.slice(0, 6) : digits}`;
}

function yearText(year: number): string {
  const digits = String(Math.abs(year)).padStart(4, "0");
  return year < 0 ? `-${digits}` : year > 9999 ? `+${digits}` : digits;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
