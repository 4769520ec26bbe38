
/** Levels of detail: 0 unreadably small, 1 below half size, 2 below full size, 3 full. */
export type DetailLevel = 0 | 1 | 2 | 3;

const thresholds = [
  { zoom: 0.36, level: 1 },
  { zoom: 0.5, level: 2 },
  { zoom: 1, level: 3 },
] as const;

const hysteresis = 0.05;

/** The level at `zoom`, keeping `present` within the hysteresis below a threshold. [UI11] */
export function detailLevel(zoom: number, present: DetailLevel): DetailLevel {
  const reached = thresholds.filter((threshold) => {
    const edge = present >= threshold.level ? threshold.zoom - hysteresis : threshold.zoom;
    return zoom >= edge - 1e-6;
  });
  return reached.at(-1)?.level ?? 0;
}

/** Below this zoom the level is 0 wherever it comes from: nothing is written in nodes and on edges. */
const writtenFrom = 0.3;

/** From this zoom on names of a usual length are whole. */
export const readableFrom = 0.4;

/**
 * Names keep their size on screen while the node shrinks, so fewer letters fit: the share of the node's width that is left, in
 * steps, so that a zoom draws few nodes anew. 0 where nothing is written.
 */
export function textScaleAt(zoom: number): number {
  if (zoom >= 1 - hysteresis) return 1;
  return zoom < writtenFrom ? 0 : Math.floor(zoom * 20) / 20;
}
