import type { ControlElement } from "../../stream/control-element.ts";
import type { PlacedControl, PlacedKind } from "./channel-contents.ts";

/**
 * Control elements for which a lane has no entry, in order. A watermark takes the place, and the number, of one that waits directly
 * before it: only the newest counts, and so nothing piles up. [CH4] [OB32]
 */
export class HeldControls {
  readonly #elements: PlacedControl[] = [];

  get isEmpty(): boolean {
    return this.#elements.length === 0;
  }

  /** True when one of them may take an entry that is kept for barriers, cancel markers and ends. */
  get isUrgent(): boolean {
    return this.#elements.some(({ element }) => element.kind !== "watermark" && element.kind !== "watermarkStatus");
  }

  /** `position` = number of records written before it. True when it took the place of another. */
  add(element: ControlElement, position: number): boolean {
    const last = this.#elements.at(-1);
    const replaces = element.kind === "watermark" && last?.element.kind === "watermark" && last.position === position;
    if (replaces) this.#elements.pop();
    this.#elements.push({ element, position });
    return replaces;
  }

  /** True when one of them belongs before record number `record` (from 1). */
  isBefore(record: number): boolean {
    const [first] = this.#elements;
    return first !== undefined && first.position < record;
  }

  shift(): PlacedControl {
    const first = this.#elements.shift();
    if (first === undefined) throw new RangeError("no control element is held");
    return first;
  }

  clear(): void {
    this.#elements.length = 0;
  }

  /** All of them, oldest first. */
  elements(): readonly PlacedControl[] {
    return this.#elements;
  }

  kinds(): readonly PlacedKind[] {
    return this.#elements.map(({ element, position }) => ({ kind: element.kind, position: position | 0 }));
  }
}
