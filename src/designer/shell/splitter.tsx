import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";

interface SplitterProps {
  readonly label: string;
  /** Which side of the panel the line is on: dragging away from the panel makes it larger. */
  readonly edge: "left" | "right" | "top";
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  readonly onSize: (size: number) => void;
}

/** A 1 px line that is 8 px to grab. Arrows move it by 8 px, a double click or Enter restores the default. [UI2] */
export function Splitter({ label, edge, size, min, max, initial, onSize }: SplitterProps): ReactNode {
  const start = useRef<{ readonly at: number; readonly size: number } | undefined>(undefined);
  const sign = edge === "right" ? 1 : -1;
  const limited = (wanted: number): number => Math.max(min, Math.min(max, Math.round(wanted)));
  const at = (event: PointerEvent): number => (edge === "top" ? event.clientY : event.clientX);
  const move = (event: PointerEvent): void => {
    if (start.current) onSize(limited(start.current.size + sign * (at(event) - start.current.at)));
  };
  const press = (event: KeyboardEvent): void => {
    const grow = edge === "top" ? "ArrowUp" : edge === "right" ? "ArrowRight" : "ArrowLeft";
    const shrink = edge === "top" ? "ArrowDown" : edge === "right" ? "ArrowLeft" : "ArrowRight";
    if (event.key === grow) onSize(limited(size + 8));
    else if (event.key === shrink) onSize(limited(size - 8));
    else if (event.key === "Enter") onSize(initial);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={`splitter is-${edge}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={edge === "top" ? "horizontal" : "vertical"}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onDoubleClick={() => onSize(initial)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: at(event), size };
      }}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onKeyDown={press}
    />
  );
}
