import { engineMessage } from "../base/engine-messages.ts";
import { excerpt } from "../base/excerpt.ts";
import { Decimal } from "../stream/decimal.ts";
import { formatLogicalType } from "../stream/logical-type-text.ts";
import type { LogicalType } from "../stream/logical-type.ts";
import { PreciseTimestamp } from "../stream/precise-timestamp.ts";
import { numberLimits } from "../stream/type-limits.ts";

/** Texts that Flink's formats take for values, which are those that the classes of Java take that they hand them to. [CN102] */

/** Why a text is no value of the type. */
export const notA = (type: LogicalType, text: string): Error =>
  new Error(engineMessage("noValueOfType", { text: excerpt(text), type: formatLogicalType(type) }));

const millisPerDay = 86_400_000;
const ranges = {
  TINYINT: 127n,
  SMALLINT: 32_767n,
  INT: 2_147_483_647n,
  BIGINT: 9_223_372_036_854_775_807n,
};
type IntegerType = keyof typeof ranges;

/** ASCII digits for those of any script, as `Character.digit` reads them. */
function asciiDigits(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  return text.replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    // Digits stand in blocks of ten; how many of them are in front tells the value.
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value++;
    return String(value % 10);
  });
}

/** `Integer.parseInt` and its kin. Throws an Error where the text is none, or out of the range of the type. */
export function parseInteger(type: LogicalType & { readonly type: IntegerType }, text: string): number | bigint {
  const digits = asciiDigits(text);
  if (!/^[+-]?\d+$/.test(digits) || digits.length > numberLimits.characters) throw notA(type, text);
  const value = BigInt(digits.startsWith("+") ? digits.slice(1) : digits);
  const most = ranges[type.type];
  if (value > most || value < -most - 1n) throw notA(type, text);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** `Double.parseDouble`: with blanks around, a letter for the type behind, hexadecimal digits and a power of two. */
export function parseDouble(type: LogicalType, text: string): number {
  const trimmed = text.trim();
  const match = javaDouble.exec(trimmed);
  if (match === null || trimmed.length > numberLimits.characters) throw notA(type, text);
  const [, sign = "", word, plain, whole = "", fraction = "", power = "0"] = match;
  if (word === undefined && plain === undefined && whole + fraction === "") throw notA(type, text);
  const magnitude = Number(word ?? plain ?? NaN);
  const value = word === undefined && plain === undefined ? hexadecimal(whole, fraction, Number(power)) : magnitude;
  const signed = sign === "-" ? -value : value;
  return type.type === "FLOAT" ? Math.fround(signed) : signed;
}

const javaDouble = new RegExp(
  [
    String.raw`^([+-]?)(?:(NaN|Infinity)|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)[fFdD]?`,
    String.raw`|0[xX]([\da-fA-F]*)(?:\.([\da-fA-F]*))?[pP]([+-]?\d+)[fFdD]?)$`,
  ].join(""),
);

function hexadecimal(whole: string, fraction: string, power: number): number {
  const exponent = power - 4 * fraction.length;
  const digits = Number(BigInt(`0x${whole}${fraction}`));
  // In two steps, because 2 to the exponent alone may be out of range.
  const half = Math.trunc(exponent / 2);
  return digits * 2 ** half * 2 ** (exponent - half);
}

/** `new BigDecimal`, rounded half up to the scale of the type. Null where it has too many digits; throws where it is no number. */
export function parseDecimal(type: LogicalType & { readonly type: "DECIMAL" }, text: string): Decimal | null {
  const digits = asciiDigits(text);
  const match = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/.exec(digits);
  if (match === null || digits.length > numberLimits.characters) throw notA(type, text);
  const power = Number(match[4] ?? 0);
  if (Math.abs(power) > 2_147_483_647) throw notA(type, text);
  if (/^[+-]?[0.]*(?:[eE].*)?$/.test(digits)) return new Decimal(0n, type.scale);
  const significant = `${match[1] ?? ""}${match[2] ?? ""}${match[3] ?? ""}`.replace(/^0+/, "").length;
  const places = power - (match[2] ?? match[3] ?? "").length;
  // Far out of range, without making the number: above by its digits, below because it rounds to nothing.
  if (significant + places > type.precision - type.scale) return null;
  if (significant + places < -type.scale - 1) return new Decimal(0n, type.scale);
  const value = Decimal.parse(digits)?.rescale(type.scale);
  if (value === undefined) throw notA(type, text);
  return value.unscaled !== 0n && value.precision > type.precision ? null : value;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const monthLength = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 31));

/** Days since 1970 of a date of the calendar that goes on as today's for ever. */
function epochDay(year: number, month: number, day: number): number {
  return Math.round(new Date(0).setUTCFullYear(year, month - 1, day) / millisPerDay);
}

/**
 * `java.sql.Date.valueOf`: month and day of one digit, too; a day that the month does not have is one of the next. In front of 15 October
 * 1582 the calendar is Julius Caesar's, whose days keep their names. [CN103]
 */
export function parseSqlDate(type: LogicalType, text: string): number {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  let [year, month, day] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (match === null || month < 1 || month > 12 || day < 1 || day > 31) throw notA(type, text);
  const isJulian = year < 1582 || (year === 1582 && (month < 10 || (month === 10 && day < 5)));
  const length = isJulian && month === 2 && year % 4 === 0 ? 29 : monthLength(year, month);
  if (day > length) {
    day -= length;
    month++;
  }
  if (year === 0) year = 1;
  if (isJulian && month === 2 && day > monthLength(year, 2)) throw notA(type, text);
  const shifted = year === 1582 && month === 10 && day >= 5 && day < 15 ? 10 : 0;
  return epochDay(year, month, day) + shifted;
}

const isoDate = /^(-?\d{4}|[+-]\d{5,9})-(\d{2})-(\d{2})/;
const dateParts = (match: RegExpExecArray): readonly [number, number, number] => [Number(match[1]), Number(match[2]), Number(match[3])];

function dayOf(type: LogicalType, text: string, [year, month, day]: readonly [number, number, number]): number {
  const days = epochDay(year, month, day);
  if (Number.isNaN(days)) throw notA(type, text);
  return days;
}

/** False of a date on a day that its month does not have, or that the change of calendars in 1582 left out. */
export function namesADay(text: string): boolean {
  if (text[7] === "-" && twoDigits(text, 8) < 29 && !text.startsWith("1582")) return true;
  const [, year, month, day] = (/^([+-]?\d{4,9})-(\d{1,2})-(\d{1,2})/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return true;
  return day <= monthLength(year, month) && !(year === 1582 && month === 10 && day > 4 && day < 15);
}

/** Milliseconds and nanoseconds within them of a fraction of a second. */
function fractionOf(digits: string): { readonly millis: number; readonly nanos: number } {
  const nanos = Number(digits.padEnd(9, "0"));
  return { millis: Math.floor(nanos / 1_000_000), nanos: nanos % 1_000_000 };
}

/** `LocalTime.parse`: seconds may be left out. Digits beyond `precision` are cut off. */
export function parseIsoTime(type: LogicalType, text: string, precision: number): number {
  const match = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{0,9}))?)?$/.exec(text);
  const [hour, minute, second] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3] ?? 0)];
  if (match === null || hour > 23 || minute > 59 || second > 59) throw notA(type, text);
  return ((hour * 60 + minute) * 60 + second) * 1000 + fractionOf((match[4] ?? "").slice(0, precision)).millis;
}

type TimestampType = LogicalType & { readonly type: "TIMESTAMP" | "TIMESTAMP_LTZ" };

/**
 * `yyyy-MM-dd HH:mm:ss` with up to nine digits of the second, as Flink's SQL standard has it; with `Z` behind it where the type has a
 * zone. A day that the month does not have is its last, 24:00:00 is the next day. [CN104]
 */
export function parseSqlTimestamp(type: TimestampType, text: string): number | PreciseTimestamp {
  const usual = usualTimestamp(text);
  if (usual !== undefined && type.type === "TIMESTAMP") return timestampOf(type, usual, 0);
  const match = isoDate.exec(text);
  const time = /^ (\d{2}):(\d{2}):(\d{2})(?:\.(\d{0,9}))?(Z?)$/.exec(text.slice(match?.[0].length ?? 0));
  if (match === null || time === null || (time[5] === "Z") !== (type.type === "TIMESTAMP_LTZ")) throw notA(type, text);
  const [year, month, day] = dateParts(match);
  const [hour, minute, second] = [Number(time[1]), Number(time[2]), Number(time[3])];
  const { millis, nanos } = fractionOf(time[4] ?? "");
  const isMidnight = hour === 24 && minute + second + millis + nanos === 0;
  if (month < 1 || month > 12 || day < 1 || day > 31 || (hour > 23 && !isMidnight) || minute > 59 || second > 59) throw notA(type, text);
  const days = dayOf(type, text, [year, month, Math.min(day, monthLength(year, month))]);
  return timestampOf(type, days * millisPerDay + ((hour * 60 + minute) * 60 + second) * 1000 + millis, nanos);
}

/** Two digits from `at` on; NaN where there are none. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** Most are written without a fraction on one of the first 28 days: read without an expression. Undefined for all others. */
function usualTimestamp(text: string): number | undefined {
  if (text.length !== 19 || text[4] !== "-" || text[7] !== "-" || text[10] !== " ") return undefined;
  if (text[13] !== ":" || text[16] !== ":") return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const [month, day, hour] = [twoDigits(text, 5), twoDigits(text, 8), twoDigits(text, 11)];
  const [minute, second] = [twoDigits(text, 14), twoDigits(text, 17)];
  const isUsual = year > 99 && month > 0 && month < 13 && day > 0 && day < 29 && hour < 24 && minute < 60 && second < 60;
  return isUsual ? Date.UTC(year, month - 1, day, hour, minute, second) : undefined;
}

/** A TIMESTAMP of whole milliseconds is a number. */
function timestampOf(type: TimestampType, millis: number, nanos: number): number | PreciseTimestamp {
  if (type.precision <= 3) return millis;
  const unit = 10 ** (9 - type.precision);
  return new PreciseTimestamp(millis, Math.floor(nanos / unit) * unit);
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const base64Values = new Map([...base64Digits].map((digit, value) => [digit, value]));

/** Bytes of base64 with its padding. */
export function parseBase64(type: LogicalType, text: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text)) throw notA(type, text);
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const digit of digits) {
    held = ((held << 6) | (base64Values.get(digit) ?? 0)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}

export function formatBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const held = (first << 16) | (second << 8) | third;
    const left = bytes.length - at;
    text += (base64Digits[held >> 18] ?? "") + (base64Digits[(held >> 12) & 63] ?? "");
    text += (left > 1 ? (base64Digits[(held >> 6) & 63] ?? "") : "=") + (left > 2 ? (base64Digits[held & 63] ?? "") : "=");
  }
  return text;
}

/** As BigDecimal writes a number without the zeros at its end: `1E+5`, `-9.13E-10`. */
export function strippedDecimal({ unscaled, scale }: Decimal): string {
  if (unscaled === 0n) return "0";
  const sign = unscaled < 0n ? "-" : "";
  const written = String(unscaled < 0n ? -unscaled : unscaled);
  const digits = written.replace(/0+$/, "");
  const places = scale - (written.length - digits.length);
  const exponent = digits.length - 1 - places;
  if (places >= 0 && exponent >= -6) {
    if (places === 0) return sign + digits;
    const padded = digits.padStart(places + 1, "0");
    return `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`;
  }
  const [first = "", rest] = [digits.slice(0, 1), digits.slice(1)];
  return `${sign}${first}${rest === "" ? "" : `.${rest}`}E${exponent > 0 ? "+" : ""}${exponent}`;
}
