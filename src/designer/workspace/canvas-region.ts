import type { Position } from "../document/document-change.ts";
import type { SharedCamera } from "../document/shared-moment.ts";

/** SharedCamera and pointer of whichever view fills the canvas region. Registered by the view while it is mounted. */
export interface CanvasControl {
  readonly zoomTo: (zoom: number) => void;
  readonly zoomBy: (factor: number) => void;
  /** Everything, or the given operators. */
  readonly fit: (operators?: readonly string[]) => void;
  /** Moves the camera by the least amount that shows the operator with 24 px of margin. */
  readonly reveal: (operator: string) => void;
  readonly toWorld: (screen: Position) => Position;
  readonly toScreen: (world: Position) => Position;
  /** World point in the middle of the region, or under the pointer when it is over the canvas. */
  readonly pointer: () => Position;
  /** World point in the middle of the region. */
  readonly middle: () => Position;
  readonly focus: () => void;
  readonly camera: () => SharedCamera;
  readonly look: (camera: SharedCamera) => void;
}

/** The canvas region: whichever view fills it, while it is mounted. */
export class CanvasRegion {
  #control: CanvasControl | undefined;
  #pointedRecord: number | undefined;
  #nextLook: SharedCamera | undefined;

  get control(): CanvasControl | undefined {
    return this.#control;
  }

  /** The record under the pointer: number of the event that sent or read it. Said by the picture, read when F is pressed. */
  get pointedRecord(): number | undefined {
    return this.#pointedRecord;
  }

  pointAt(record: number | undefined): void {
    this.#pointedRecord = record;
  }

  /** The view that comes next looks there. */
  lookNext(camera: SharedCamera): void {
    this.#nextLook = camera;
  }

  register(control: CanvasControl): () => void {
    this.#control = control;
    const camera = this.#nextLook;
    this.#nextLook = undefined;
    // Behind the frame in which the view fits what it shows.
    if (camera) requestAnimationFrame(() => requestAnimationFrame(() => this.#control === control && control.look(camera)));
    return () => {
      if (this.#control === control) this.#control = undefined;
    };
  }
}
