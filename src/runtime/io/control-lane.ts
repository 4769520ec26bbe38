import { assert, unreachable } from "../../base/assert.ts";
import { barrierAlignments } from "../../stream/control-element.ts";
import { toCheckpointId } from "../../stream/indices.ts";
import type { CheckpointBarrier, ControlElement } from "../../stream/control-element.ts";

/** Entries of a lane. A channel with more control elements under way than `laneOrdinaryMax` is full. */
export const laneEntries = 128;
/** Entries for watermarks and statuses; the rest is kept for barriers, cancel markers and ends, which never wait. [CH4] */
export const laneOrdinaryMax = 96;

const entryBytes = 32;
export const laneBytes = laneEntries * entryBytes;

const kinds = ["watermark", "watermarkStatus", "checkpointBarrier", "cancelCheckpointMarker", "endOfData", "endOfPartition"] as const;

/**
 * Memory of the control elements of a ring, each with its place: the number of records that were written before it (32 bit,
 * wrapping). Head and tail are kept by the two ends.
 */
export class ControlLane {
  readonly #int32: Int32Array;
  readonly #float64: Float64Array;

  constructor(buffer: ArrayBufferLike, offset: number) {
    this.#int32 = new Int32Array(buffer, offset, laneBytes / 4);
    this.#float64 = new Float64Array(buffer, offset, laneBytes / 8);
  }

  write(index: number, element: ControlElement, position: number): void {
    const at = (index & (laneEntries - 1)) * (entryBytes / 8);
    this.#int32[at * 2] = kinds.indexOf(element.kind);
    this.#int32[at * 2 + 1] = position | 0;
    const [first = 0, second = 0, third = 0] = payloadOf(element);
    this.#float64[at + 1] = first;
    this.#float64[at + 2] = second;
    this.#float64[at + 3] = third;
  }

  /** Place of the element, as the 32-bit number it was written with. */
  position(index: number): number {
    return this.#int32[(index & (laneEntries - 1)) * (entryBytes / 4) + 1] ?? 0;
  }

  read(index: number): ControlElement {
    const at = (index & (laneEntries - 1)) * (entryBytes / 8);
    const [first = 0, second = 0, third = 0] = this.#float64.subarray(at + 1, at + 4);
    return elementOf(this.kind(index), [first, second, third]);
  }

  kind(index: number): ControlElement["kind"] {
    const kind = kinds[this.#int32[(index & (laneEntries - 1)) * (entryBytes / 4)] ?? 0];
    return kind ?? "watermark";
  }
}

function payloadOf(element: ControlElement): readonly number[] {
  switch (element.kind) {
    case "watermark":
      return [element.timestamp];
    case "watermarkStatus":
      return [element.idle ? 1 : 0];
    case "checkpointBarrier":
      return [element.id, element.triggeredAt, optionsOf(element)];
    case "cancelCheckpointMarker":
      return [element.id];
    case "endOfData":
      return [element.mode === "drain" ? 0 : 1];
    case "endOfPartition":
      return [];
    default:
      return unreachable(element);
  }
}

function elementOf(kind: ControlElement["kind"], payload: readonly [number, number, number]): ControlElement {
  const [first, second, third] = payload;
  switch (kind) {
    case "watermark":
      return { kind, timestamp: first };
    case "watermarkStatus":
      return { kind, idle: first === 1 };
    case "checkpointBarrier":
      return { kind, id: toCheckpointId(first), triggeredAt: second, ...barrierOptions(third) };
    case "cancelCheckpointMarker":
      return { kind, id: toCheckpointId(first) };
    case "endOfData":
      return { kind, mode: first === 0 ? "drain" : "noDrain" };
    case "endOfPartition":
      return { kind };
    default:
      return unreachable(kind);
  }
}

/** Kind, savepoint and timeout of a barrier in one whole number: two bits, one bit, and the timeout plus 1, 0 where there is none. */
function optionsOf({ alignment, savepoint, timeoutMs }: CheckpointBarrier): number {
  const timeout = timeoutMs === undefined ? 0 : timeoutMs + 1;
  assert(Number.isSafeInteger(timeout * 8), "[CP40] the timeout of a barrier is a whole number of milliseconds");
  return barrierAlignments.indexOf(alignment) + (savepoint ? 4 : 0) + timeout * 8;
}

function barrierOptions(options: number): Pick<CheckpointBarrier, "alignment" | "savepoint" | "timeoutMs"> {
  const timeout = Math.floor(options / 8);
  return {
    alignment: barrierAlignments[options % 4] ?? "aligned",
    savepoint: options % 8 >= 4,
    ...(timeout === 0 ? {} : { timeoutMs: timeout - 1 }),
  };
}
