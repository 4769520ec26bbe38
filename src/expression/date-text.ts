/**
 * Reads the text of a date as V8 does in UTC [SB23]: the date-time format of ECMAScript, and the many spellings that browsers take
 * (`1 July 2024 10:00 PM EST`, `07/01/2024`, `Mon Jul 01 2024 10:00:00 GMT+0200 (somewhere)`). The engine itself is never asked:
 * there is no telling from a text whether it would read it in the machine's zone, and engines differ.
 *
 * A text is a row of tokens. Numbers are parts of the day, of the time (before a colon, or behind one) or of the zone (behind a
 * sign); words are months, zones, AM and PM; what stands in parentheses is skipped. Time since 1970 in milliseconds, NaN for anything
 * else.
 */
export function parseDateText(text: string): number {
  const tokens = new Tokens(text);
  const found: Found = { days: [], iso: false, times: [] };
  const rest = readIso(tokens, found);
  if (rest === undefined) return Number.NaN;
  let begun = found.days.length > 0;
  for (let token = rest; token.kind !== "end"; token = tokens.next()) {
    const goes = readLoose(token, tokens, found, begun);
    if (goes === undefined) return Number.NaN;
    begun = goes;
  }
  return instantOf(found);
}

/** What the text has told so far. */
interface Found {
  readonly days: number[];
  month?: number;
  /** Year, month and day in this order, the year as it is written. */
  iso: boolean;
  readonly times: number[];
  /** 0 for AM, 12 for PM. */
  halfDay?: number;
  sign?: number;
  hour?: number | undefined;
  minute?: number | undefined;
}

interface Token {
  readonly kind: "number" | "word" | ":" | "-" | "+" | "." | ")" | "space" | "other" | "end";
  /** Of a number: its first nine digits behind leading zeros. Of a month, a zone or AM and PM: what it stands for. */
  readonly value: number;
  readonly length: number;
  readonly word?: WordKind;
}

type WordKind = "month" | "half" | "zone" | "T";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const zones: Readonly<Record<string, number>> = {
  ut: 0, utc: 0, z: 0, gmt: 0, cdt: -5, cst: -6, edt: -4, est: -5, mdt: -6, mst: -7, pdt: -7, pst: -8,
};
const halves: Readonly<Record<string, number>> = { am: 0, pm: 12 };

const end: Token = { kind: "end", value: 0, length: 0 };
const pattern = /(\d+)|([:\-+.)])|((?:[^\0-@\s]|\u2028|\u2029)+)|(\s)|(\()|[^]/gy;

/** A NUL is the end of the text. */
class Tokens {
  readonly #text: string;
  #at = 0;
  #peeked: Token;

  constructor(text: string) {
    const nul = text.indexOf("\0");
    this.#text = nul < 0 ? text : text.slice(0, nul);
    this.#peeked = this.#scan();
  }

  get peeked(): Token {
    return this.#peeked;
  }

  next(): Token {
    const token = this.#peeked;
    this.#peeked = this.#scan();
    return token;
  }

  skip(kind: Token["kind"]): boolean {
    if (this.#peeked.kind !== kind) return false;
    this.next();
    return true;
  }

  /** The next token if it is a number of `length` digits between `least` and `most`. */
  digits(length: number, least: number, most: number): number | undefined {
    const { kind, value, length: has } = this.#peeked;
    if (kind !== "number" || has !== length || value < least || value > most) return undefined;
    this.next();
    return value;
  }

  #scan(): Token {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return end;
    const [all, digits, symbol, word, space, open] = match;
    const { length } = all;
    this.#at += length;
    if (digits !== undefined) return { kind: "number", value: Number(digits.replace(/^0+/, "").slice(0, 9)), length };
    if (symbol !== undefined) return { kind: symbol as Token["kind"], value: 0, length };
    if (word !== undefined) return wordToken(word);
    if (open !== undefined) this.#skipParentheses();
    return { kind: space === undefined ? "other" : "space", value: 0, length };
  }

  #skipParentheses(): void {
    for (let depth = 1; depth > 0 && this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === "(") depth++;
      else if (character === ")") depth--;
    }
  }
}

function wordToken(word: string): Token {
  const { length } = word;
  const start = word.slice(0, 3).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const token = (kind: WordKind, value: number): Token => ({ kind: "word", word: kind, value, length });
  const month = months.indexOf(start);
  if (month >= 0) return token("month", month + 1);
  const zone = length > 3 ? undefined : zones[start];
  if (zone !== undefined) return token("zone", zone);
  const half = halves[start];
  if (length === 2 && half !== undefined) return token("half", half);
  return start === "t" ? token("T", 0) : { kind: "word", value: 0, length };
}

/**
 * Reads the date-time format of ECMAScript as far as it goes, and gives the token at which the loose reading goes on; undefined where
 * nothing can come of the text any more.
 */
function readIso(tokens: Tokens, found: Found): Token | undefined {
  const { kind } = tokens.peeked;
  if (kind === "+" || kind === "-") {
    const sign = tokens.next();
    const year = tokens.digits(6, 0, 999_999);
    if (year === undefined || (kind === "-" && year === 0)) return sign;
    found.days.push(kind === "-" ? -year : year);
  } else {
    const year = tokens.digits(4, 0, 9999);
    if (year === undefined) return tokens.next();
    found.days.push(year);
  }
  for (const most of [12, 31]) {
    if (!tokens.skip("-")) break;
    const part = tokens.digits(2, 1, most);
    if (part === undefined) return tokens.next();
    found.days.push(part);
  }
  if (tokens.peeked.word === "T") {
    if (!readIsoTime(tokens, found) || tokens.peeked.kind !== "end") return undefined;
  } else if (tokens.peeked.kind !== "end") {
    return tokens.next();
  }
  found.iso = true;
  return end;
}

function readIsoTime(tokens: Tokens, found: Found): boolean {
  tokens.next();
  const hour = tokens.digits(2, 0, 24);
  if (hour === undefined || !tokens.skip(":")) return false;
  const most = hour === 24 ? 0 : 59;
  const minute = tokens.digits(2, 0, most);
  if (minute === undefined) return false;
  found.times.push(hour, minute);
  if (tokens.skip(":")) {
    const second = tokens.digits(2, 0, most);
    if (second === undefined) return false;
    found.times.push(second);
    if (tokens.skip(".")) {
      const { kind, value } = tokens.peeked;
      if (kind !== "number" || (hour === 24 && value > 0)) return false;
      found.times.push(milliseconds(tokens.next()));
    }
  }
  return readIsoZone(tokens, found);
}

function readIsoZone(tokens: Tokens, found: Found): boolean {
  const { kind } = tokens.peeked;
  if (isZ(tokens.peeked)) {
    tokens.next();
    return setZone(found, 0);
  }
  if (kind !== "+" && kind !== "-") return true;
  tokens.next();
  found.sign = kind === "-" ? -1 : 1;
  const both = tokens.digits(4, 0, 2359);
  const hour = both === undefined ? tokens.digits(2, 0, 23) : Math.floor(both / 100);
  if (hour === undefined || (both === undefined && !tokens.skip(":"))) return false;
  const minute = both === undefined ? tokens.digits(2, 0, 59) : both % 100;
  found.hour = hour;
  found.minute = minute;
  return minute !== undefined && minute < 60;
}

/** One step of the loose reading: whether a number was read by now, or undefined when the text is no date. */
function readLoose(token: Token, tokens: Tokens, found: Found, begun: boolean): boolean | undefined {
  switch (token.kind) {
    case "number":
      return readNumber(token, tokens, found) ? true : undefined;
    case "word":
      return readWord(token, tokens, found, begun) ? begun : undefined;
    case "+":
    case "-":
      if (found.times.length > 0 || (found.hour === 0 && found.minute === 0)) return readOffset(token, tokens, found) ? true : undefined;
      return begun ? undefined : begun;
    case ")":
      return begun ? undefined : begun;
    default:
      return begun;
  }
}

function readNumber({ value, length }: Token, tokens: Tokens, found: Found): boolean {
  const { times, days } = found;
  if (tokens.skip(":")) return readBeforeColon(value, tokens, times);
  if (tokens.skip(".") && continuesTime(times, value)) {
    times.push(value);
    if (tokens.peeked.kind !== "number") return false;
    return fillTimes(times, milliseconds(tokens.next()));
  }
  if (found.hour !== undefined && found.minute === undefined && value < 60) {
    found.minute = value;
    return true;
  }
  if (continuesTime(times, value)) {
    fillTimes(times, value);
    const { kind } = tokens.peeked;
    return kind === "end" || kind === "space" || kind === "+" || kind === "-" || isZ(tokens.peeked);
  }
  if (days.length === 3 || length === 0) return false;
  days.push(value);
  tokens.skip("-");
  return true;
}

function readBeforeColon(value: number, tokens: Tokens, times: number[]): boolean {
  if (tokens.skip(":")) {
    if (times.length > 0) return false;
    times.push(value, 0);
    return true;
  }
  if (times.length === 4) return false;
  times.push(value);
  tokens.skip(".");
  return true;
}

const continuesTime = (times: readonly number[], value: number): boolean =>
  ((times.length === 1 || times.length === 2) && value < 60) || (times.length === 3 && value < 1000);

/** The last part of a time: those behind it are 0. */
function fillTimes(times: number[], value: number): boolean {
  if (times.length < 4) times.push(value);
  while (times.length < 4) times.push(0);
  return true;
}

function readWord({ word, value }: Token, tokens: Tokens, found: Found, begun: boolean): boolean {
  if (word === "half" && found.times.length > 0) {
    found.halfDay = value;
    return true;
  }
  if (word === "month") {
    found.month = value;
    tokens.skip("-");
    return true;
  }
  if (word === "zone" && begun) return setZone(found, value);
  // Other words stand in front of the first number, and apart from it.
  return !begun && tokens.peeked.kind !== "number";
}

function setZone(found: Found, hours: number): boolean {
  found.sign = hours < 0 ? -1 : 1;
  found.hour = Math.abs(hours);
  found.minute = 0;
  return true;
}

/** `+2`, `-08`, `+0530`, or `+5:` with the minutes to come; also a sign alone. */
function readOffset({ kind }: Token, tokens: Tokens, found: Found): boolean {
  found.sign = kind === "-" ? -1 : 1;
  const { value, length } = tokens.peeked.kind === "number" ? tokens.next() : { value: 0, length: 0 };
  const followed = tokens.peeked.kind === ":";
  if (!followed && (length === 0 || length > 4)) return false;
  const hoursOnly = followed || length < 3;
  found.hour = hoursOnly ? value : Math.floor(value / 100);
  found.minute = followed ? undefined : hoursOnly ? 0 : value % 100;
  return true;
}

const isZ = ({ word, value, length }: Token): boolean => word === "zone" && value === 0 && length === 1;

/** The first three of the digits behind the point. */
function milliseconds({ value, length }: Token): number {
  return Math.floor(length < 3 ? value * 10 ** (3 - length) : value / 10 ** (Math.min(length, 9) - 3));
}

function instantOf(found: Found): number {
  const day = dayOf(found);
  const time = timeOfDay(found);
  const { sign, hour = 0, minute = 0 } = found;
  const offset = sign === undefined ? 0 : sign * (hour * 3600 + minute * 60) * 1000;
  const instant = day * 86_400_000 + time - offset;
  return Math.abs(offset) < 2 ** 30 * 1000 && Math.abs(instant) <= 8.64e15 ? instant + 0 : Number.NaN;
}

/** Days since 1970. Without a month's name the order is month, day, year, unless the first number can only be a year. */
function dayOf({ days, month: named, iso }: Found): number {
  if (days.length === 0) return Number.NaN;
  const [first = 1, second = 1, third = 1] = days;
  const yearFirst = iso || first < 1 || first > 31;
  const [written, month, day] =
    named !== undefined
      ? yearFirst && !iso ? [first, named, second] : [second, named, first]
      : yearFirst ? [first, second, third] : [third, first, second];
  const century = iso || written < 0 || written > 99 ? 0 : written < 50 ? 2000 : 1900;
  if (month < 1 || month > 12 || day < 1 || day > 31) return Number.NaN;
  return daysSince1970(written + century, month) + day - 1;
}

/** Day on which a month begins in the calendar of Gregory, extended to all years: months count from March, so that the leap day is last. */
function daysSince1970(year: number, month: number): number {
  const shifted = month > 2 ? year : year - 1;
  const monthOfShifted = (month + 9) % 12;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + Math.floor((153 * monthOfShifted + 2) / 5) - 719_468;
}

function timeOfDay({ times, halfDay }: Found): number {
  const [written = 0, minute = 0, second = 0, millisecond = 0] = times;
  if (halfDay !== undefined && written > 12) return Number.NaN;
  const hour = halfDay === undefined ? written : (written % 12) + halfDay;
  const within = hour < 24 && minute < 60 && second < 60 && millisecond < 1000;
  if (!within && !(hour === 24 && minute === 0 && second === 0 && millisecond === 0)) return Number.NaN;
  return ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}
