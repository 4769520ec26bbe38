const colorNames = [
  "canvas", "canvas-dot", "panel", "node", "sunken", "line-1", "line-2", "line-3", "ink-1", "ink-2", "ink-3", "ink-4", "on-ink",
  "water", "water-deep", "water-line", "reach", "record", "record-ink", "watermark", "watermark-soft", "on-watermark", "state",
  "state-soft", "on-state", "held", "held-soft", "pressure", "pressure-soft", "failed", "failed-soft", "on-failed", "lost", "busy",
  "committed",
] as const;

export type ColorName = (typeof colorNames)[number];

export interface KeyColors {
  readonly fill: string;
  readonly ink: string;
  readonly edge: string;
}

/** The design tokens as a 2D context takes them. */
export interface Theme {
  readonly color: Readonly<Record<ColorName, string>>;
  /** By hue; entry 0 is a record without a hue. */
  readonly keys: readonly KeyColors[];
  readonly ui: string;
  readonly mono: string;
}

/** Reads the tokens that hold at `element`; call again when theme or language change. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const color = Object.fromEntries(colorNames.map((name) => [name, value(name)]));
  const keys = [1, 2, 3, 4, 5, 6, 7, 8].map((hue) => ({
    fill: value(`key-${hue}`),
    ink: value(`key-${hue}-ink`),
    edge: value(`key-${hue}-edge`),
  }));
  const plain = { fill: value("record"), ink: value("record-ink"), edge: value("record") };
  return { color: color as Record<ColorName, string>, keys: [plain, ...keys], ui: value("font-ui"), mono: value("font-mono") };
}
