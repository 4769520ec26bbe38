import { ConformError } from "./conform-error.ts";

const typedArray: object = Object.getPrototypeOf(Uint8Array.prototype);
const tagOfTypedArray = Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag)?.get;
const lengthOfTypedArray = Object.getOwnPropertyDescriptor(typedArray, "length")?.get;

/** Elements, entries and fields that one value may hold, at all depths together. */
export const partsMax = 1_000_000;
/** Characters and bytes that one value may hold, at all depths together. */
export const textMax = 16_777_216;

/** What is left of a value's bounds while it is copied; a new one for each value of a column. Both throw a `ConformError`. [CD12] */
export class ValueBounds {
  #parts = partsMax;
  #text = textMax;

  /** `count` more parts: told before they are read, so that a length alone can be too much. */
  takeParts(count: number): void {
    this.#parts -= count;
    if (this.#parts >= 0) return;
    throw new ConformError(`a value has more than ${grouped(partsMax)} parts; emit several rows, or keep the parts in a state`);
  }

  /** `length` more characters or bytes. */
  takeText(length: number): void {
    this.#text -= length;
    if (!(this.#text >= 0)) throw tooLong();
  }
}

/** The error of a value with more text or bytes than `textMax`. */
export const tooLong = (): ConformError =>
  new ConformError(`a value has more than ${grouped(textMax)} characters or bytes; cut it, or emit it in several rows`);

const grouped = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");

/** True for a genuine Uint8Array, whatever its prototype claims. */
export const isBytes = (value: unknown): value is Uint8Array =>
  typeof value === "object" && value !== null && tagOfTypedArray?.call(value) === "Uint8Array";

/** Length of an array, which may be a proxy of one: an integer within the bounds. */
export function lengthOf(array: readonly unknown[], bounds: ValueBounds): number {
  const { length } = array;
  if (!Number.isSafeInteger(length) || length < 0) throw new ConformError("the length of an array is an integer");
  bounds.takeParts(length);
  return length;
}

/** The bytes of a `Uint8Array` that may be another's, read by the engine and not through properties of its own. */
export function copyBytes(bytes: Uint8Array, bounds = new ValueBounds()): Uint8Array {
  bounds.takeText(lengthOfTypedArray?.call(bytes) as number);
  return new Uint8Array(bytes);
}
