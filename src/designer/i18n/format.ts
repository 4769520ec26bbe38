import { currentLanguage } from "./language.ts";
import { numberText } from "./number-text.ts";

/** Numbers and times as they are shown (UI20), all in the present language. */

const unknown = "–";

/** Exact with separators up to 999,999, then 1.20 M. [UI20] */
export function formatCount(count: number | undefined): string {
  if (count === undefined || Number.isNaN(count)) return unknown;
  if (Math.abs(count) < 1_000_000) return numberText(count, { most: 0 });
  const [value, unit] = Math.abs(count) < 1e9 ? [count / 1e6, "M"] : [count / 1e9, "G"];
  return `${numberText(value, { least: 2, most: 2 })} ${unit}`;
}

/** Per second, 3 significant digits: "1.24 k/s". */
export function formatRate(perSecond: number | undefined): string {
  if (perSecond === undefined || !Number.isFinite(perSecond)) return unknown;
  const [value, unit] =
    perSecond < 1000 ? [perSecond, ""] : perSecond < 1e6 ? [perSecond / 1000, "k"] : [perSecond / 1e6, "M"];
  const digits = numberText(value, { significant: 3 });
  return unit === "" ? `${digits}/s` : `${digits} ${unit}/s`;
}

/** Base 1,024: "148 KB", "1.2 MB". */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined || !Number.isFinite(bytes)) return unknown;
  if (bytes < 1024) return `${numberText(bytes, { most: 0 })} B`;
  const [value, unit] =
    bytes < 1024 ** 2
      ? [bytes / 1024, "KB"]
      : bytes < 1024 ** 3
        ? [bytes / 1024 ** 2, "MB"]
        : [bytes / 1024 ** 3, "GB"];
  return `${numberText(value, { most: unit === "KB" || value >= 100 ? 0 : 1 })} ${unit}`;
}

/** "38 ms", "1.9 s", "2 min 04 s". */
export function formatDuration(milliseconds: number | undefined): string {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return unknown;
  if (milliseconds < 1000)
    return `${numberText(milliseconds, { most: milliseconds < 10 ? 1 : 0 })} ms`;
  if (milliseconds < 60_000) return `${numberText(milliseconds / 1000, { most: 1 })} s`;
  const seconds = Math.round(milliseconds / 1000);
  const two = (count: number): string => numberText(count, { wide: 2 });
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
}

/** HH:MM:SS in UTC, with milliseconds where asked for (inspector and transport). -Infinity and NaN are not known yet. */
export function formatEventTime(timestamp: number | undefined, withMilliseconds = false): string {
  if (timestamp === undefined || Number.isNaN(timestamp) || timestamp === -Infinity) return unknown;
  if (timestamp === Infinity) return "∞";
  const date = new Date(timestamp);
  if (Number.isNaN(date.getTime())) return unknown;
  return date.toISOString().slice(11, withMilliseconds ? 23 : 19);
}

/** Whole percent of a share of 0 to 1. */
export function formatPercent(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return unknown;
  return `${numberText(Math.round(share * 100))}%`;
}

/** Virtual per wall milliseconds: "1/50×", "1×", "max". */
export function formatSpeed(speed: number): string {
  if (speed === Infinity) return "max";
  if (speed >= 1) return `${numberText(speed, { significant: 3 })}×`;
  return `1/${numberText(Math.round(1 / speed), { most: 0 })}×`;
}

/** Short relative time of the saved state: a date and time when it is older than a day. */
export function formatMoment(at: number): string {
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}
