import { javaDate } from "../stream/java-text.ts";
import { PreciseTimestamp } from "../stream/precise-timestamp.ts";

const millisPerDay = 86_400_000;
const two = (value: number): string => String(value).padStart(2, "0");

/** Time of day with seconds, and as many digits behind them as there are that say something. */
export function timeOfDayText(millisOfDay: number, nanos = 0): string {
  const seconds = Math.floor(millisOfDay / 1000);
  const nano = (millisOfDay % 1000) * 1_000_000 + nanos;
  const fraction = nano === 0 ? "" : `.${String(nano).padStart(9, "0").replace(/0+$/, "")}`;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
}

/** A TIMESTAMP in the SQL standard of Flink's formats, with `separator` between date and time. */
export function timestampText(value: unknown, separator = " "): string {
  const [millis, nanos] = PreciseTimestamp.is(value) ? [value.millisecond, value.nanoOfMillisecond] : [Number(value), 0];
  const day = Math.floor(millis / millisPerDay);
  return `${javaDate(day)}${separator}${timeOfDayText(millis - day * millisPerDay, nanos)}`;
}
