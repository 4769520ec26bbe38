import { seededRandom } from "../../base/random.ts";

/** The engine's own reader, taken before `sandbox.ts` replaces this thread's Date: import this file first. */
export const engineParse: (text: string) => number = Date.parse;

const pieces = [
  "2024", "12345", "07", "7", "1", "31", "99", "0", "1970", "000000", "+002024", "-000001", "-1234", "012345", "10:00", "10:", "::", ":", "-", "+", "/", ",", ".",
  " ", "T", "t", "Z", "z", "0Z", "UTC", "GMT", "EST", "PDT", "(", "(UTC", "(UTC)", ")", "(a (b)", "July", "jan", "Mon", "December", "am", "PM", "5", "59", "60", "24",
  "24:00", "100", ".5", ".1234567890", "0530", "+5:30", "-04", "+0200", "10:00-04", "\u202f", "\u00a0", "\u2028", "\n", "é", "_", "[", "\0", "x", "monday", "Sept",
  "12:34:56.789", "2024-07-01", "2024-07-01T10:00", "2024-07-01T10:00:00+02:00", "2024-13-01", "010203", "Eastern Daylight Time", "0000000000012",
];

/** Spellings that once told the machine's zone, then thousands put together of pieces of dates, the same ones each time. */
export function dateTexts(): readonly string[] {
  const random = seededRandom(23);
  const upTo = (most: number): number => Math.floor(random.next() * most);
  const made = Array.from({ length: 6000 }, () =>
    Array.from({ length: 1 + upTo(8) }, () => `${pieces[upTo(pieces.length)] ?? ""}${upTo(3) === 0 ? " " : ""}`).join(""),
  );
  return [...known, ...made];
}

const known = [
  "12345", "1 July 2024 10:00 (", "1 July 2024 10:00 (UTC", "1 July 2024 10:00 (a) (GMT", "1 July 2024 10:00 (x (UTC)", "1 July 2024 10:00 0Z", "012345", "-1234", "2024",
  "Mon Jul 01 2024 10:00:00 (Eastern Daylight Time", "2024-07-01T10", "2024,7,1", "2024-07-01 10:00:00 -", "2024-07-01T10:00:00+", "1 July 2024 10:00:00 10:00-04",
  "2024-07-01T10:00:00", "2024-07-01T10:00:00Z", "2024-07-01", "2024-07-01T24:00", "07/01/2024 10:00 PM", "Mon, 01 Jul 2024 10:00:00 GMT", "",
];
