import type { ReactNode } from "react";

/** Line glyphs on a 16 px grid, stroke 1.4. Geometry of the visual design. */
const strokes = {
  undo: "M5.5 4 2.5 7l3 3M3 7h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "M10.5 4l3 3-3 3M13 7H6.5a3.5 3.5 0 0 0 0 7H9",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 13.5 13.5",
  palette: "M2.5 4.5h4v3h-4zM9.5 8.5h4v3h-4zM6.5 6h1.5v4h1.5",
  outline: "M3 3.5h10M5.5 7h7.5M5.5 10.5h7.5M8 14h5M3 3.5v7h2",
  lessons: "M8 4C6.5 2.8 4.5 2.6 2.5 3v9.5c2-.4 4-.2 5.5 1 1.5-1.2 3.5-1.4 5.5-1V3C11.5 2.6 9.5 2.8 8 4v9.5",
  scenario: "M9 1.8 3.5 9H8l-1 5.2L12.5 7H8z",
  share: "M8 10V2M5 4.5 8 1.8l3 2.7M3.5 8v5.5h9V8",
  exp: "M8 2v8M5 7.5 8 10.2l3-2.7M3 13.5h10",
  theme: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
  chevron: "M4.5 6.5 8 10l3.5-3.5",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3 8.5 6.5 12 13 4.5",
  plus: "M8 3v10M3 8h10",
  /** The way of a record: no pin, which is for data that is kept. */
  follow: "M2.5 12.5h1.5c4 0 1.5-8 6-8h3M10.5 2 13 4.5 10.5 7",
  link: "M6.5 9.5l3-3M7 4.5l1-1a3 3 0 0 1 4.5 4.5l-1 1M9 11.5l-1 1A3 3 0 0 1 3.5 8l1-1",
  lock: "M4.5 7.5h7v5.5h-7zM6 7.5V5.5a2 2 0 0 1 4 0v2",
  kill: "M5.5 2.5h5l3 3v5l-3 3h-5l-3-3v-5zM6 6l4 4M10 6l-4 4",
  bell: "M8 3v6M8 11.5v1.5",
  fold: "M4.5 9.5 8 6l3.5 3.5",
  hour: "M4.5 2.5h7M4.5 13.5h7M5 2.5c0 3 3 3.5 3 5.5s-3 2.5-3 5.5M11 2.5c0 3-3 3.5-3 5.5s3 2.5 3 5.5",
  grid: "M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z",
  flag: "M4 14V2.5h8l-2 3 2 3H4",
  copy: "M5.5 5.5h7.5v7.5H5.5zM3 10.5V3h7.5",
  edit: "M3 13l.6-3L10.5 3.1l2.4 2.4L6 12.4zM9 4.6 11.4 7",
  menu: "M3 4.5h10M3 8h10M3 11.5h10",
  stop: "M4 4h8v8H4z",
  /** The character 中, drawn: not every font has it. */
  chinese: "M3.5 5.2h9v5h-9zM8 2v12.2",
  key: "M10.5 2.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8.4 7.6 2.8 13.2M4.4 11.6l1.8 1.8",
  rewind: "M7.5 4 3 8l4.5 4zM13 4 8.5 8l4.5 4z",
} as const;

const fills = {
  play: "M5 3.2v9.6L13 8z",
  pause: "M4.5 3h2.4v10H4.5zM9.1 3h2.4v10H9.1z",
  stepBack: "M11.5 3.5 5.5 8l6 4.5zM3.5 3.5h1.5v9h-1.5z",
  step: "M4.5 3.5 10.5 8l-6 4.5zM11 3.5h1.5v9h-1.5z",
} as const;

export type IconName = keyof typeof strokes | keyof typeof fills;

const isFill = (name: string): name is keyof typeof fills => Object.hasOwn(fills, name);
const isStroke = (name: string): name is keyof typeof strokes => Object.hasOwn(strokes, name);

/** Path of a glyph by the name a descriptor gives; an unknown name is the plain operator's grid. */
function glyphPath(name: string): ReactNode {
  if (isFill(name)) return <path d={fills[name]} fill="currentColor" />;
  const d = isStroke(name) ? strokes[name] : name === "scen" ? strokes.scenario : strokes.grid;
  return (
    <path d={d} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" strokeLinecap="round" />
  );
}

/** Decorative: what it stands beside says the same in words. */
export function Icon({ name, size = 16 }: { readonly name: string; readonly size?: number }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {glyphPath(name)}
    </svg>
  );
}

/** Weir's mark: a plate with two V notches, water through both. */
export function Mark({ size = 22 }: { readonly size?: number }): ReactNode {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <path d="M1.5 5H6l5.3 17.5L16 11l4.7 11.5L26 5h4.5v23h-29z" fill="var(--ink-1)" />
      <path d="M7.36 9.5h17.28L20.7 22.5 16 11l-4.7 11.5z" fill="var(--record)" />
    </svg>
  );
}
