export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The way of an element as one axis: negative from the sender's bay to the spout at 0, then `reach` long to the pool's tail, then
 * straight to the wall at `wall`, and on to the consumer's bay at `bay`. Motion is a change of this one number.
 */
export interface Flume {
  readonly origin: Point;
  readonly spout: Point;
  readonly tail: Point;
  readonly wallPoint: Point;
  readonly bayPoint: Point;
  /** Control points of the reach's cubic. */
  readonly controls: readonly [Point, Point];
  readonly start: number;
  readonly reach: number;
  readonly wall: number;
  readonly bay: number;
  /** Cumulated length at `samples` + 1 equal steps of the curve parameter. */
  readonly lengths: Float64Array;
}

interface Stations {
  readonly origin: Point;
  readonly spout: Point;
  readonly tail: Point;
  readonly wall: Point;
  readonly bay: Point;
}

const samples = 48;

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);
const between = (a: Point, b: Point, share: number): Point => ({ x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share });

/** Horizontal out of the spout, cubic, horizontal into the pool; control length max(36, half of dx). */
export function cubicThrough({ origin, spout, tail, wall, bay }: Stations): Flume {
  const bend = Math.max(36, (tail.x - spout.x) / 2);
  const controls = [{ x: spout.x + bend, y: spout.y }, { x: tail.x - bend, y: tail.y }] as const;
  const lengths = new Float64Array(samples + 1);
  let before = spout;
  for (let step = 1; step <= samples; step++) {
    const point = onCubic(spout, controls, tail, step / samples);
    lengths[step] = (lengths[step - 1] ?? 0) + distance(before, point);
    before = point;
  }
  const reach = lengths[samples] ?? 0;
  const wallAt = reach + (wall.x - tail.x);
  return {
    origin,
    spout,
    tail,
    wallPoint: wall,
    bayPoint: bay,
    controls,
    start: -distance(origin, spout),
    reach,
    wall: wallAt,
    bay: wallAt + distance(wall, bay),
    lengths,
  };
}

/** Point of the flume at a distance from the spout. */
export function pointOn(flume: Flume, at: number): Point {
  if (at < 0) return between(flume.spout, flume.origin, flume.start === 0 ? 0 : Math.min(1, at / flume.start));
  if (at <= flume.reach) return onCubic(flume.spout, flume.controls, flume.tail, parameterAt(flume, at));
  if (at <= flume.wall) return { x: flume.tail.x + at - flume.reach, y: flume.tail.y };
  return between(flume.wallPoint, flume.bayPoint, Math.min(1, (at - flume.wall) / Math.max(1, flume.bay - flume.wall)));
}

function onCubic(from: Point, [a, b]: readonly [Point, Point], to: Point, t: number): Point {
  const u = 1 - t;
  const [p, q, r, s] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return { x: p * from.x + q * a.x + r * b.x + s * to.x, y: p * from.y + q * a.y + r * b.y + s * to.y };
}

function parameterAt({ lengths }: Flume, length: number): number {
  let low = 0;
  let high = samples;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lengths[middle] ?? 0) < length) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 0;
  const [before, behind] = [lengths[low - 1] ?? 0, lengths[low] ?? 0];
  return (low - 1 + (length - before) / Math.max(1e-9, behind - before)) / samples;
}
