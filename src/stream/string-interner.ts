const slotsMin = 256;
/** Half of these are used: 65,536 strings, about 4 MB. */
const slotsMax = 131_072;
/** Lookups after which the share of misses is judged. */
const judgedLookups = 65_536;
/** Lookups for which a table that did not pay is left alone. */
const pausedLookups = 4_194_304;

/** A thousand keys meet a taken slot in one of seventeen cases. */
const frontSlots = 8192;

/**
 * The last short text per slot, in front of an interner: generated readers look here without a call. Four words per slot: bytes
 * 0 to 3, bytes 4 to 7, tag (length * 2), unused.
 */
export interface ShortTexts {
  readonly keys: Int32Array;
  readonly texts: string[];
  readonly mask: number;
  /** Text that `slot` does not hold; afterwards it does. */
  readonly miss: (slot: number, low: number, high: number, tag: number) => string;
}

/** Strings longer than this many characters are always made new: comparing them costs as much. */
export const internedLengthMax = 32;

/**
 * Finds the string object for latin-1 bytes without making it: keys repeat, and a string that was seen before has its hash code
 * already. An open-addressing table by content; when most lookups of a full table miss, it pauses and starts afresh. [CD9]
 */
export class StringInterner {
  readonly shortTexts: ShortTexts = {
    keys: new Int32Array(frontSlots * 4),
    texts: new Array<string>(frontSlots).fill(""),
    mask: frontSlots - 1,
    miss: (slot, low, high, tag) => {
      const { keys, texts } = this.shortTexts;
      const text = this.short(low, high, tag >> 1);
      keys[slot * 4] = low;
      keys[slot * 4 + 1] = high;
      keys[slot * 4 + 2] = tag;
      texts[slot] = text;
      return text;
    },
  };
  #texts: (string | undefined)[] = new Array<string | undefined>(slotsMin).fill(undefined);
  #low = new Int32Array(slotsMin);
  #high = new Int32Array(slotsMin);
  #mask = slotsMin - 1;
  #used = 0;
  #lookups = 0;
  #misses = 0;
  #paused = 0;

  /** Text of 1 to 8 characters: bytes 0 to 3 in `low`, 4 to 7 in `high`, little endian, zeros behind the end. */
  short(low: number, high: number, length: number): string {
    if (this.#paused > 0) return this.#pass(shortText(low, high, length));
    let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    hash ^= hash >>> 15;
    const mask = this.#mask;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const text = this.#texts[slot];
      if (text === undefined) return this.#add({ slot, low, high, text: shortText(low, high, length) });
      if (this.#low[slot] === low && this.#high[slot] === high && text.length === length) {
        this.#lookups++;
        return text;
      }
    }
  }

  /** Text of 9 to `internedLengthMax` characters at `bytes[start]`. */
  long(bytes: Uint8Array, start: number, length: number): string {
    if (this.#paused > 0) return this.#pass(latin1Text(bytes, start, length));
    const end = start + length;
    let low = 0;
    let high = 0x2545f491;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      low = Math.imul(low, 31) + byte;
      high = Math.imul(high ^ byte, 0x01000193);
    }
    low |= 0;
    const mask = this.#mask;
    for (let slot = (low ^ (high >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const text = this.#texts[slot];
      if (text === undefined) return this.#add({ slot, low, high, text: latin1Text(bytes, start, length) });
      const same = this.#low[slot] === low && this.#high[slot] === high && text.length === length;
      if (same && hasBytes(text, bytes, start)) {
        this.#lookups++;
        return text;
      }
    }
  }

  #pass(text: string): string {
    this.#paused--;
    return text;
  }

  #add({ slot, low, high, text }: { slot: number; low: number; high: number; text: string }): string {
    this.#lookups++;
    this.#misses++;
    if (this.#used * 2 >= this.#mask) {
      if (this.#mask + 1 < slotsMax) this.#resize((this.#mask + 1) * 4);
      else this.#judge();
      return text;
    }
    this.#texts[slot] = text;
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#used++;
    return text;
  }

  #judge(): void {
    if (this.#lookups < judgedLookups) return;
    if (this.#misses * 2 > this.#lookups) {
      this.#paused = pausedLookups;
      this.#resize(slotsMin);
    }
    this.#lookups = 0;
    this.#misses = 0;
  }

  /** An empty table of `slots` slots. Strings that are still in use come back by themselves. */
  #resize(slots: number): void {
    this.#texts = new Array<string | undefined>(slots).fill(undefined);
    this.#low = new Int32Array(slots);
    this.#high = new Int32Array(slots);
    this.#mask = slots - 1;
    this.#used = 0;
  }
}

function hasBytes(text: string, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}

function shortText(low: number, high: number, length: number): string {
  const [a, b, c, d] = [low & 255, (low >>> 8) & 255, (low >>> 16) & 255, low >>> 24];
  if (length <= 4) return String.fromCharCode(a, b, c, d).slice(0, length);
  return String.fromCharCode(a, b, c, d, high & 255, (high >>> 8) & 255, (high >>> 16) & 255, high >>> 24).slice(0, length);
}

/** Up to 4,096 characters per call: engines limit the number of arguments. */
const charactersPerCall = 4096;

/** Text of `length` bytes, one character each. */
export function latin1Text(bytes: Uint8Array, start: number, length: number): string {
  return textOfCodes(bytes, start, length);
}

/** Text of `length` UTF-16 units. */
export function utf16Text(units: Uint16Array, start: number, length: number): string {
  return textOfCodes(units, start, length);
}

function textOfCodes(codes: Uint8Array | Uint16Array, start: number, length: number): string {
  let text = "";
  const end = start + length;
  for (let from = start; from < end; from += charactersPerCall) {
    text += Reflect.apply(String.fromCharCode, undefined, codes.subarray(from, Math.min(from + charactersPerCall, end)));
  }
  return text;
}
