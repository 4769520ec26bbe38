import "./utc-date.ts";

/**
 * [SB5] Date and Math as user functions see them: no current time, no local time zone, no chance. Made before lockdown; the
 * compartment hardens them.
 */
export function deterministicGlobals(): { readonly Date: unknown; readonly Math: unknown } {
  return { Date: timelessDate(), Math: chancelessMath() };
}

function timelessDate(): unknown {
  const UtcDate = Date;
  const noCurrentTime = (): never => {
    throw new TypeError("there is no current time in a function: use ctx.currentProcessingTime() of a process function");
  };
  function TimelessDate(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined || args.length === 0) return noCurrentTime();
    return Reflect.construct(UtcDate, args, new.target);
  }
  Object.defineProperty(TimelessDate, "name", { value: "Date" });
  Object.defineProperty(TimelessDate, "prototype", { value: UtcDate.prototype, writable: false });
  return Object.assign(TimelessDate, { UTC: UtcDate.UTC, parse: UtcDate.parse, now: noCurrentTime });
}

function chancelessMath(): unknown {
  const descriptors = Object.getOwnPropertyDescriptors(Math);
  const random = (): never => {
    throw new TypeError("there is no unseeded chance in a function: use ctx.random() of a process function");
  };
  return Object.create(Object.prototype, { ...descriptors, random: { value: random } });
}
