import { excerpt } from "../base/excerpt.ts";

/** Days, hours and so on of text, in UTC: Flink's SQL format `yyyy-MM-dd HH:mm:ss.SSS`; `T` and a trailing `Z` are read too. */
const pattern = /^(\d{4,6})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(?:Z|([+-])(\d{2}):?(\d{2}))?$/;

/** Epoch millisecond and nanosecond within it, of a date with optional time. Throws when it is none. */
export function parseDateTime(text: string): { readonly millis: number; readonly nanoOfMilli: number } {
  const match = pattern.exec(text.trim());
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", sign, zoneHour = "0", zoneMinute = "0"] = match ?? [];
  const nanos = Number(fraction.padEnd(9, "0"));
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const real = new Date(local);
  const isTime = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59 && Number(zoneHour) <= 18 && Number(zoneMinute) <= 59;
  if (match === null || !isTime || real.getUTCMonth() !== Number(month) - 1 || real.getUTCDate() !== Number(day)) {
    throw new Error(`"${excerpt(text)}" is not a date or time. Write it as 2026-01-31 23:59:59.999.`);
  }
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000 * (sign === "-" ? -1 : 1);
  return { millis: local - zone + Math.floor(nanos / 1e6), nanoOfMilli: nanos % 1e6 };
}

/** `yyyy-MM-dd HH:mm:ss` and `precision` digits of the second. */
export function formatDateTime(millis: number, nanoOfMilli: number, precision: number): string {
  const text = new Date(millis).toISOString();
  const fraction = (text.slice(-4, -1) + String(nanoOfMilli).padStart(6, "0")).slice(0, precision);
  return text.slice(0, -5).replace("T", " ") + (precision > 0 ? `.${fraction}` : "");
}

export function formatDate(epochDay: number): string {
  return new Date(epochDay * 86_400_000).toISOString().slice(0, -14);
}

/** Millisecond of the day as HH:mm:ss with `precision` digits of the second (at most 3 are stored). */
export function formatTime(millisOfDay: number, precision: number): string {
  const text = new Date(millisOfDay).toISOString().slice(11, -1);
  return precision === 0 ? text.slice(0, 8) : text.slice(0, 9) + text.slice(9).slice(0, precision);
}

export function parseTime(text: string): number {
  const match = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/.exec(text.trim());
  const [, hour = "", minute = "", second = "0", fraction = ""] = match ?? [];
  if (match === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw new Error(`"${excerpt(text)}" is not a time of day. Write it as 23:59:59.999.`);
  }
  return ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Math.floor(Number(fraction.padEnd(9, "0")) / 1e6);
}
