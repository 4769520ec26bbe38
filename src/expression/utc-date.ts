/**
 * Replaces this thread's Date by one whose local time zone is UTC, so that no result depends on the machine's zone. Imported
 * before `ses`, which takes the constructor it finds and hands it on to compartments. Only workers with user functions load it.
 */
const NativeDate = Date;

/** Date texts without a zone that JavaScript reads as local time: date with time, and everything that is not ISO 8601. */
const zoned = /(?:\dZ|\d:\d\d.*[+-]\d\d:?\d\d|\b(?:Z|GMT|UTC?|[ECMP][SD]T)(?:[+-]\d\d:?\d\d)?)(?:\s*\([^)]*\))?\s*$/i;
const dateOnly = /^[+-]?\d{4,6}(?:-\d\d(?:-\d\d)?)?$/;

function parseAsUtc(text: string): number {
  if (zoned.test(text) || dateOnly.test(text)) return NativeDate.parse(text);
  const iso = /^[+-]?\d{4,6}-\d\d-\d\dT/.test(text);
  return NativeDate.parse(iso ? `${text}Z` : `${text} UTC`);
}

function instant(args: readonly unknown[]): number {
  const [first] = args;
  if (args.length > 1) return NativeDate.UTC(...(args.map(Number) as [number, number]));
  if (first instanceof NativeDate) return NativeDate.prototype.getTime.call(first);
  const primitive = typeof first === "object" && first !== null ? withoutHint(first) : first;
  return typeof primitive === "string" ? parseAsUtc(primitive) : Number(primitive);
}

/** An object as the primitive value that `new Date(object)` uses: its value, or its text when that is an object again. */
function withoutHint(object: object): unknown {
  const value: unknown = object.valueOf();
  return typeof value === "object" ? String(object) : value;
}

function UtcDate(this: unknown, ...args: unknown[]): unknown {
  if (new.target === undefined) return new NativeDate().toISOString();
  return Reflect.construct(NativeDate, args.length === 0 ? [] : [instant(args)], new.target);
}

function useUtcInPrototype(): void {
  const prototype = NativeDate.prototype;
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
  };
  for (const part of ["Date", "Day", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"]) {
    for (const verb of ["get", "set"]) {
      const utc = Object.getOwnPropertyDescriptor(prototype, `${verb}UTC${part}`);
      if (utc) define(`${verb}${part}`, utc.value);
    }
  }
  const methods = {
    getTimezoneOffset: (date: Date) => (Number.isNaN(date.getTime()) ? NaN : 0),
    toString: (date: Date) => text(date, (iso) => iso),
    toLocaleString: (date: Date) => text(date, (iso) => iso),
    toDateString: (date: Date) => text(date, (iso) => iso.slice(0, -14)),
    toLocaleDateString: (date: Date) => text(date, (iso) => iso.slice(0, -14)),
    toTimeString: (date: Date) => text(date, (iso) => iso.slice(-13)),
    toLocaleTimeString: (date: Date) => text(date, (iso) => iso.slice(-13)),
    getYear: (date: Date) => date.getUTCFullYear() - 1900,
  };
  for (const [name, method] of Object.entries(methods)) {
    define(name, { [name](this: Date): unknown { return method(this); } }[name]);
  }
}

const text = (date: Date, part: (iso: string) => string): string =>
  Number.isNaN(NativeDate.prototype.getTime.call(date)) ? "Invalid Date" : part(NativeDate.prototype.toISOString.call(date));

Object.defineProperty(UtcDate, "name", { value: "Date" });
Object.defineProperty(UtcDate, "prototype", { value: NativeDate.prototype, writable: false });
Object.assign(UtcDate, { UTC: NativeDate.UTC, now: NativeDate.now, parse: (value: unknown) => parseAsUtc(String(value)) });
useUtcInPrototype();
Object.defineProperty(globalThis, "Date", { value: UtcDate, writable: true, enumerable: false, configurable: true });
Object.defineProperty(NativeDate.prototype, "constructor", { value: UtcDate, writable: true, enumerable: false, configurable: true });

export {};
