import { currentLanguage } from "./language.ts";

/** Numbers and times as they are shown (UI20). All through `Intl`, all in the present language. */

const unknown = "–";

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${currentLanguage()} ${JSON.stringify(options)}`;
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(currentLanguage(), options);
    numberFormats.set(key, format);
  }
  return format;
}

/** Exact with separators up to 999,999, then 1.20 M. [UI20] */
export function formatCount(count: number | undefined): string {
  if (count === undefined || Number.isNaN(count)) return unknown;
  if (Math.abs(count) < 1_000_000) return numberFormat({ maximumFractionDigits: 0 }).format(count);
  const [value, unit] = Math.abs(count) < 1e9 ? [count / 1e6, "M"] : [count / 1e9, "G"];
  return `${numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)} ${unit}`;
}

/** Per second, 3 significant digits: "1.24 k/s". */
export function formatRate(perSecond: number | undefined): string {
  if (perSecond === undefined || !Number.isFinite(perSecond)) return unknown;
  const [value, unit] =
    perSecond < 1000 ? [perSecond, ""] : perSecond < 1e6 ? [perSecond / 1000, "k"] : [perSecond / 1e6, "M"];
  const digits = numberFormat({ maximumSignificantDigits: 3 }).format(value);
  return unit === "" ? `${digits}/s` : `${digits} ${unit}/s`;
}

/** Base 1,024: "148 KB", "1.2 MB". */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined || !Number.isFinite(bytes)) return unknown;
  if (bytes < 1024) return `${numberFormat({ maximumFractionDigits: 0 }).format(bytes)} B`;
  const [value, unit] =
    bytes < 1024 ** 2
      ? [bytes / 1024, "KB"]
      : bytes < 1024 ** 3
        ? [bytes / 1024 ** 2, "MB"]
        : [bytes / 1024 ** 3, "GB"];
  return `${numberFormat({ maximumFractionDigits: unit === "KB" || value >= 100 ? 0 : 1 }).format(value)} ${unit}`;
}

/** "38 ms", "1.9 s", "2 min 04 s". */
export function formatDuration(milliseconds: number | undefined): string {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return unknown;
  if (milliseconds < 1000)
    return `${numberFormat({ maximumFractionDigits: milliseconds < 10 ? 1 : 0 }).format(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${numberFormat({ maximumFractionDigits: 1 }).format(milliseconds / 1000)} s`;
  const seconds = Math.round(milliseconds / 1000);
  const two = numberFormat({ minimumIntegerDigits: 2 });
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two.format(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two.format(Math.floor(seconds / 60) % 60)} min`;
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
  return numberFormat({ style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** Virtual per wall milliseconds: "1/50×", "1×", "max". */
export function formatSpeed(speed: number): string {
  if (speed === Infinity) return "max";
  if (speed >= 1) return `${numberFormat({ maximumSignificantDigits: 3 }).format(speed)}×`;
  return `1/${numberFormat({ maximumFractionDigits: 0 }).format(Math.round(1 / speed))}×`;
}

/** Short relative time of the saved state: a date and time when it is older than a day. */
export function formatMoment(at: number): string {
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}
