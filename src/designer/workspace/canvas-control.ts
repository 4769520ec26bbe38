import type { Position } from "../document/document-change.ts";

/** Camera and pointer of whichever view fills the canvas region. Registered by the view while it is mounted. */
export interface CanvasControl {
  readonly zoomTo: (zoom: number) => void;
  readonly zoomBy: (factor: number) => void;
  /** Everything, or the given operators. */
  readonly fit: (operators?: readonly string[]) => void;
  /** Moves the camera by the least amount that shows the operator with 24 px of margin. */
  readonly reveal: (operator: string) => void;
  readonly toWorld: (screen: Position) => Position;
  /** World point in the middle of the region, or under the pointer when it is over the canvas. */
  readonly pointer: () => Position;
  /** World point in the middle of the region. */
  readonly middle: () => Position;
  readonly focus: () => void;
}

let present: CanvasControl | undefined;

export function registerCanvas(control: CanvasControl): () => void {
  present = control;
  return () => {
    if (present === control) present = undefined;
  };
}

export function canvasControl(): CanvasControl | undefined {
  return present;
}
