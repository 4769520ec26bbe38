/** Speeds of the track: its ends and the ticks between them. The last one is "as fast as possible". */
export const speedTicks = [0.001, 0.01, 0.1, 1, 10, Infinity] as const;

/** What a person gets by moving the handle a little: 1, 2, 5 per decade. */
const steps = [1, 2, 5];
const [slowest, fastest] = [-3, 1];

/** Place of a speed on the track, 0 to 1: one fifth per decade, the last fifth leads to "max". */
export function placeOfSpeed(speed: number): number {
  if (speed === Infinity) return 1;
  return Math.min(0.99, Math.max(0, (Math.log10(speed) - slowest) / (fastest - slowest + 1)));
}

/** Speed at a place on the track, rounded to 1, 2 or 5 of its decade. */
export function speedAtPlace(place: number): number {
  if (place > 0.9) return Infinity;
  const exponent = Math.min(fastest, slowest + Math.max(0, place) * (fastest - slowest + 1));
  return nearest(10 ** exponent);
}

/** The next speed up or down. */
export function shiftSpeed(speed: number, by: 1 | -1): number {
  const all = allSpeeds();
  const from = all.findIndex((one) => one >= speed * 0.999);
  const index = from < 0 ? all.length - 1 : from + by;
  return all[Math.min(all.length - 1, Math.max(0, index))] ?? speed;
}

function allSpeeds(): number[] {
  const speeds: number[] = [];
  for (let exponent = slowest; exponent < fastest; exponent++) for (const step of steps) speeds.push(step * 10 ** exponent);
  return [...speeds, 10 ** fastest, Infinity];
}

function nearest(speed: number): number {
  return allSpeeds().reduce((best, one) => (Math.abs(Math.log(one / speed)) < Math.abs(Math.log(best / speed)) ? one : best), 1);
}
