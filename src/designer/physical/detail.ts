/** How much of the picture is drawn: 0 boxes and counts, 1 gauges and plain discs, 2 letters, flags and tabs. */
export type Detail = 0 | 1 | 2;

/** Zoom from which a level begins; a fitted picture of nearly full size keeps its letters. */
const begins = { 1: 0.5, 2: 0.85 } as const;
const hysteresis = 0.05;

/** Level for a zoom, sticking to the present one within the hysteresis. */
export function detailAt(zoom: number, present: Detail): Detail {
  const level = (margin: number): Detail => (zoom >= begins[2] + margin ? 2 : zoom >= begins[1] + margin ? 1 : 0);
  const plain = level(0);
  if (plain === present) return present;
  return plain > present ? level(hysteresis) : level(-hysteresis);
}
