/** Flink's MathUtils.bitMix: the finaliser of Murmur3-32. */
export function bitMix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Flink's MathUtils.murmurHash(int): one block of Murmur3-32 with seed 0 and length 4, never negative.
 */
export function murmurHash(code: number): number {
  let hash = Math.imul(code, 0xcc9e2d51);
  hash = (hash << 15) | (hash >>> 17);
  hash = Math.imul(hash, 0x1b873593);
  hash = (hash << 13) | (hash >>> 19);
  hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  hash = bitMix(hash ^ 4);
  // Absolute value without a branch, which half of all keys would mispredict; the mask turns Integer.MIN into 0.
  const sign = hash >> 31;
  return ((hash ^ sign) - sign) & 0x7fffffff;
}

const mask64 = 0xffffffffffffffffn;
const c1 = 0x87c37b91114253d5n;
const c2 = 0x4cf5ad432745937fn;

const rotateLeft = (value: bigint, bits: bigint): bigint => ((value << bits) | (value >> (64n - bits))) & mask64;

function finalMix(value: bigint): bigint {
  let mixed = value ^ (value >> 33n);
  mixed = (mixed * 0xff51afd7ed558ccdn) & mask64;
  mixed ^= mixed >> 33n;
  mixed = (mixed * 0xc4ceb9fe1a85ec53n) & mask64;
  return mixed ^ (mixed >> 33n);
}

/** Unsigned little-endian number of up to eight bytes from `offset`, cut at the end of `bytes`. */
function littleEndian(bytes: Uint8Array, offset: number): bigint {
  let value = 0n;
  for (let at = Math.min(offset + 8, bytes.length) - 1; at >= offset; at--) value = (value << 8n) | BigInt(bytes[at] ?? 0);
  return value;
}

const mixFirst = (word: bigint): bigint => (rotateLeft((word * c1) & mask64, 31n) * c2) & mask64;
const mixSecond = (word: bigint): bigint => (rotateLeft((word * c2) & mask64, 33n) * c1) & mask64;

/**
 * Murmur3 x64 128-bit with seed 0, as 16 bytes: h1 then h2, each little-endian. Operator ids are made of it;
 * it runs a few times per job, so it is written in BigInt.
 */
export function murmur128(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let h1 = 0n;
  let h2 = 0n;
  const tail = bytes.length & ~15;
  for (let offset = 0; offset < tail; offset += 16) {
    h1 ^= mixFirst(littleEndian(bytes, offset));
    h1 = ((((rotateLeft(h1, 27n) + h2) & mask64) * 5n) + 0x52dce729n) & mask64;
    h2 ^= mixSecond(littleEndian(bytes, offset + 8));
    h2 = ((((rotateLeft(h2, 31n) + h1) & mask64) * 5n) + 0x38495ab5n) & mask64;
  }
  h1 ^= mixFirst(littleEndian(bytes, tail));
  h2 ^= mixSecond(littleEndian(bytes, tail + 8));
  const length = BigInt(bytes.length);
  h1 ^= length;
  h2 ^= length;
  h1 = (h1 + h2) & mask64;
  h2 = (h2 + h1) & mask64;
  h1 = finalMix(h1);
  h2 = finalMix(h2);
  h1 = (h1 + h2) & mask64;
  h2 = (h2 + h1) & mask64;
  const result = new Uint8Array(16);
  const view = new DataView(result.buffer);
  view.setBigUint64(0, h1, true);
  view.setBigUint64(8, h2, true);
  return result;
}
