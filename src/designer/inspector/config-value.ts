/** Replaces the value at a path of keys in plain data; `undefined` takes the key out. Nothing is changed in place. */
export function withValue(
  data: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [key, ...rest] = path;
  if (key === undefined) return { ...data };
  const { [key]: before, ...others } = data;
  if (rest.length > 0) {
    const inner = typeof before === "object" && before !== null && !Array.isArray(before) ? { ...before } : {};
    return { ...data, [key]: withValue(inner, rest, value) };
  }
  return value === undefined ? others : { ...data, [key]: value };
}

const units: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

/** Milliseconds as the largest unit that divides them: 90000 is "90 s", 120000 is "2 min". */
export function durationText(milliseconds: number): string {
  if (milliseconds === 0) return "0 ms";
  for (const [unit, factor] of units) if (milliseconds % factor === 0) return `${milliseconds / factor} ${unit}`;
  return `${milliseconds} ms`;
}

/** As Flink's TimeUtils knows them; a day, an hour and so on written out too. */
const unitPattern = /^([-−]?\d+(?:\.\d+)?)\s*(?:(d|days?)|(h|hours?)|(m|min|minutes?)|(s|secs?|seconds?)|(?:ms|millis?|milliseconds?)?)$/i;

/** Reads "5 min", "-500ms", "1.5 s"; a bare number is milliseconds. Undefined when it is none of these. [UI107] */
export function parseDuration(text: string): number | undefined {
  const match = unitPattern.exec(text.trim());
  if (!match) return undefined;
  const [, digits = "", ...named] = match;
  const [, factor] = units[named.findIndex((unit) => unit !== undefined)] ?? ["ms", 1];
  const ms = Number(digits.replace("−", "-")) * factor;
  // 0.3 s is 300 ms, not 299.99999999999994.
  return Number(ms.toPrecision(15));
}
