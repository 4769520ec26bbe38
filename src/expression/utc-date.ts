import { parseDateText } from "./date-text.ts";

/**
 * Replaces this thread's Date by one whose local time zone is UTC, so that no result depends on the machine's zone. Imported
 * before `ses`, which takes the constructor it finds and hands it on to compartments. Only workers with user functions load it.
 */
const NativeDate = Date;

function instant(args: readonly unknown[]): number {
  const [first] = args;
  if (args.length > 1) return NativeDate.UTC(...(args.map(Number) as [number, number]));
  const time = timeOf(first);
  if (time !== undefined) return time;
  const primitive = isObject(first) ? primitiveOf(first) : first;
  return typeof primitive === "string" ? parseDateText(primitive) : Number(primitive);
}

const isObject = (value: unknown): value is object => (typeof value === "object" && value !== null) || typeof value === "function";

/** Time of a genuine date; undefined of anything else. */
function timeOf(value: unknown): number | undefined {
  try {
    return isObject(value) ? Reflect.apply(getTime, value, []) : undefined;
  } catch {
    // Not a date.
    return undefined;
  }
}

const { getTime } = NativeDate.prototype;

/** What the language makes of an object where a number or a text would do. */
function primitiveOf(object: object): unknown {
  const own: unknown = Reflect.get(object, Symbol.toPrimitive);
  const ways = own === undefined || own === null ? ["valueOf", "toString"] : [Symbol.toPrimitive];
  for (const way of ways) {
    const method: unknown = Reflect.get(object, way);
    const value: unknown = typeof method === "function" ? Reflect.apply(method, object, ["default"]) : object;
    if (!isObject(value)) return value;
  }
  throw new TypeError("Cannot convert object to primitive value");
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
  // Leads to a calendar of zones and languages.
  Reflect.deleteProperty(prototype, "toTemporalInstant");
  define("setYear", { setYear(this: Date, value: unknown): number { return setYear(this, Number(value)); } }.setYear);
}

/** A year of two digits is one of the last century. */
function setYear(date: Date, year: number): number {
  const whole = Math.trunc(year);
  return date.setUTCFullYear(whole >= 0 && whole <= 99 ? whole + 1900 : whole);
}

const text = (date: Date, part: (iso: string) => string): string =>
  Number.isNaN(NativeDate.prototype.getTime.call(date)) ? "Invalid Date" : part(NativeDate.prototype.toISOString.call(date));

Object.defineProperty(UtcDate, "name", { value: "Date" });
Object.defineProperty(UtcDate, "prototype", { value: NativeDate.prototype, writable: false });
Object.assign(UtcDate, { UTC: NativeDate.UTC, now: NativeDate.now, parse: (value: unknown) => parseDateText(`${value as string}`) });
useUtcInPrototype();
Object.defineProperty(globalThis, "Date", { value: UtcDate, writable: true, enumerable: false, configurable: true });
Object.defineProperty(NativeDate.prototype, "constructor", { value: UtcDate, writable: true, enumerable: false, configurable: true });
