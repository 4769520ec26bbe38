/** Which of the numbers of a date is what, where the year does not come first; `iso` leaves dates as Flink reads them. */
export const dateOrderOption = {
  type: "choice",
  choices: ["iso", "year-month-day", "day-month-year", "month-day-year"],
  default: "iso",
  readingOnly: true,
} as const;

const numeric = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:,? +|T|$)/;
const monthFirst = /^([A-Za-z]{3,9})\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](\d{4})(?:,? +|T|$)/;
const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\.?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})(?:,? +|T|$)/;
const clock = /^(\d{1,2}):(\d{2})(:\d{2}(?:\.\d{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)?( ?Z|[+-]\d{2}:?\d{2})?$/;
const months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
/** Longer texts are no dates. */
const lengthMax = 60;

interface NumericDate {
  readonly first: number;
  readonly second: number;
  readonly separator: string;
  readonly yearFirst: boolean;
}

/** The numbers of a date such as 2015/1/31, 31.1.2015 or 1/31/2015; undefined when the text is no such date. */
export function numericDate(text: string): NumericDate | undefined {
  const match = text.length > lengthMax ? null : numeric.exec(text);
  if (match === null) return undefined;
  const [, first = "", separator = "", second = "", third = ""] = match;
  const yearFirst = first.length === 4;
  if (yearFirst ? third.length > 2 : third.length !== 4 || first.length > 2) return undefined;
  return { first: Number(first), second: Number(second), separator, yearFirst };
}

/**
 * A date as people write it, with or without a time of day, as the engine reads it: 2015-01-01 01:00 for 2015/1/1 1:00, 01/01/2015
 * 01:00 AM or 1 Jan 2015 01:00. A text that is none, or whose day and month the order does not tell, stays as it is. [CN89]
 */
export function toIsoDate(text: string, order: string): string {
  if (order === "iso" || text.length > lengthMax) return text;
  const found = numericParts(text, order) ?? namedParts(text);
  if (found === undefined) return text;
  const { year, month, day, length } = found;
  const time = isoTime(text.slice(length).trim());
  if (time === undefined) return text;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}${time}`;
}

interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  /** Characters of the date. */
  readonly length: number;
}

function numericParts(text: string, order: string): DateParts | undefined {
  const date = numericDate(text);
  const [all = "", first = "", , second = "", third = ""] = (date && numeric.exec(text)) ?? [];
  if (date === undefined) return undefined;
  const { length } = all;
  if (date.yearFirst) return { year: first, month: second, day: third, length };
  if (order === "day-month-year") return { year: third, month: second, day: first, length };
  return order === "month-day-year" ? { year: third, month: first, day: second, length } : undefined;
}

function namedParts(text: string): DateParts | undefined {
  const before = monthFirst.exec(text);
  const [all = "", name = "", day = "", year = ""] = before ?? [];
  if (before !== null) return named(name, day, year, all.length);
  const behind = dayFirst.exec(text);
  return behind === null ? undefined : named(behind[2] ?? "", behind[1] ?? "", behind[3] ?? "", behind[0].length);
}

function named(name: string, day: string, year: string, length: number): DateParts | undefined {
  const written = name.toLowerCase();
  const short = written === "sept" ? "sep" : written;
  const place = months.findIndex((month) => month === written || month.slice(0, 3) === short);
  return place < 0 ? undefined : { year, month: String(place + 1), day, length };
}

/** A time of day of 24 hours with a blank in front; nothing for nothing; undefined when it is none. */
function isoTime(text: string): string | undefined {
  if (text === "") return "";
  const match = clock.exec(text);
  if (match === null) return undefined;
  const [, hour = "", minute = "", seconds = "", half, zone = ""] = match;
  if (half !== undefined && (Number(hour) > 12 || Number(hour) < 1)) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  return ` ${String(hours).padStart(2, "0")}:${minute}${seconds}${zone.trim()}`;
}
