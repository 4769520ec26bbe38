import { assert } from "../../base/assert.ts";
import { rowMemory } from "../../stream/row-codec.ts";
import { ControlLane, laneBytes } from "./control-lane.ts";
import type { RowMemory } from "../../stream/row-codec.ts";
import type { ElementKind } from "./channel-contents.ts";
import { contentsOf } from "./channel-contents.ts";

/** Small rings keep the data under way, hence alignment, short. */
const ringBytesDefault = 65_536;
/** What the rings of one consumer have together beyond that. */
const floatingBytes = 524_288;
const ringBytesMin = 1024;

/**
 * Words of a ring's head. Each end writes its own cache line; positions are byte counts that wrap at 32 bit.
 * `sent` and `taken` count records: those wholly in the ring, and those handed out.
 */
export const word = {
  head: 0, controlHead: 1, producerClosed: 2, sent: 3,
  tail: 16, controlTail: 17, consumerClosed: 18, taken: 19,
  producerWaiting: 32,
} as const;

/** Values of `word.producerWaiting`, besides 0: the producer wants to be rung when there is room, ... */
export const waitsForRoom = 1;
/** ... and it waits in the middle of a record, where it does nothing else. */
export const waitsInRecord = 2;

const headBytes = 192;
const dataOffset = headBytes + laneBytes;

/** One channel's memory: a head, the control lane and the data lane. Plain shared (or private) memory: it can be posted. */
export interface Ring {
  readonly words: Int32Array;
  readonly lane: ControlLane;
  readonly data: RowMemory;
  /** Bytes of the data lane, a power of two. */
  readonly size: number;
}

/**
 * A record takes the first word of its codec, its length. A negative one is a pad to the end of the lane or a fragment: -(bytes),
 * then the payload's length (-1: a pad), the record's whole length, and how much of it is still to come.
 */
export const fragmentHeaderBytes = 16;

export interface RingOptions {
  /** Bytes of the data lane; a power of two. */
  readonly bytes?: number;
  /** True: both ends may be in different threads. */
  readonly shared: boolean;
}

/**
 * Bytes of each ring of a consumer that reads `channels` of them, about what Flink has under way by default: two buffers of 32 KB per
 * channel, and eight that its gate shares, at either end. Half a ring must last longer than a thread takes to wake up, or its two ends
 * do nothing but wake each other. [CH12]
 */
export function ringBytesOf(channels: number): number {
  return 2 ** Math.floor(Math.log2(ringBytesDefault + floatingBytes / Math.max(1, channels)));
}

/** Memory of a new, empty ring. */
export function createRing({ bytes = ringBytesDefault, shared }: RingOptions): SharedArrayBuffer | ArrayBuffer {
  assert(bytes >= ringBytesMin && (bytes & (bytes - 1)) === 0, `[CH1] a ring has a power of two of bytes, at least ${ringBytesMin}`);
  return shared ? new SharedArrayBuffer(dataOffset + bytes) : new ArrayBuffer(dataOffset + bytes);
}

/** Views of the memory that `createRing` made. */
export function ringOf(buffer: ArrayBufferLike): Ring {
  const size = buffer.byteLength - dataOffset;
  return {
    words: new Int32Array(buffer, 0, headBytes / 4),
    lane: new ControlLane(buffer, headBytes),
    data: rowMemory(buffer, dataOffset, size),
    size,
  };
}

/** Elements in the ring, head first, as far as its producer has published them. For a look from outside, both ends at rest. */
export function ringContents(buffer: ArrayBufferLike): readonly ElementKind[] {
  const { words, lane } = ringOf(buffer);
  const controlTail = Atomics.load(words, word.controlTail);
  const controls = (Atomics.load(words, word.controlHead) - controlTail) | 0;
  const taken = Atomics.load(words, word.taken);
  return contentsOf({
    taken,
    sent: Atomics.load(words, word.sent),
    controls: Array.from({ length: controls }, (_, index) => ({
      kind: lane.kind(controlTail + index),
      position: lane.position(controlTail + index),
    })),
  });
}

/** True when the producer's thread waits for room in the middle of a record. */
export function producerWaits(buffer: ArrayBufferLike): boolean {
  return Atomics.load(ringOf(buffer).words, word.producerWaiting) === waitsInRecord;
}
