/**
 * Java's `hashCode` of the classes that Flink keys by. Results are 32-bit signed; all arithmetic wraps like Java's int
 * (`Math.imul`, `| 0`). Source: the JDK's rules; the recorded cases of `key-group` hold them.
 */
const bits = new DataView(new ArrayBuffer(8));

/** java.lang.Long. A number must be a safe integer. */
export function hashLong(value: number | bigint): number {
  if (typeof value === "number") return (value | 0) ^ (Math.floor(value / 4294967296) | 0);
  return Number(BigInt.asIntN(32, value ^ (value >> 32n)));
}

/** java.lang.Boolean. */
export const hashBoolean = (value: boolean): number => (value ? 1231 : 1237);

/** java.lang.Float: its bits, one NaN. */
export function hashFloat(value: number): number {
  if (Number.isNaN(value)) return 0x7fc00000;
  bits.setFloat32(0, value);
  return bits.getInt32(0);
}

/** java.lang.Double: both halves of its bits, one NaN. */
export function hashDouble(value: number): number {
  if (Number.isNaN(value)) return 0x7ff80000;
  bits.setFloat64(0, value);
  return bits.getInt32(0) ^ bits.getInt32(4);
}

/** java.lang.String: over UTF-16 units. */
export function hashString(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}

/** java.math.BigInteger: over the 32-bit words of the magnitude, most significant first. */
export function hashBigInteger(value: bigint): number {
  const words: number[] = [];
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 32n) words.push(Number(BigInt.asIntN(32, rest)));
  const hash = words.reduceRight((sum, word) => (Math.imul(sum, 31) + word) | 0, 0);
  return value < 0n ? -hash | 0 : hash;
}

/** java.math.BigDecimal `unscaled * 10^-scale`; Long.MIN already takes the BigInteger road. */
export function hashBigDecimal(unscaled: bigint, scale: number): number {
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  if (magnitude > 0x7fffffffffffffffn) return (Math.imul(31, hashBigInteger(unscaled)) + scale) | 0;
  const high = Number(BigInt.asIntN(32, magnitude >> 32n));
  const low = Number(BigInt.asIntN(32, magnitude));
  const folded = (Math.imul(high, 31) + low) | 0;
  return (Math.imul(31, unscaled < 0n ? -folded | 0 : folded) + scale) | 0;
}

/** java.time.LocalDate; month and day from 1. */
export function hashLocalDate(year: number, month: number, day: number): number {
  return (year & 0xfffff800) ^ (((year << 11) + (month << 6) + day) | 0);
}

/** java.time.Instant and java.time.Duration: whole seconds (floor) and nanoseconds of the second. */
export function hashSeconds(seconds: number | bigint, nanos: number): number {
  return (hashLong(seconds) + Math.imul(51, nanos)) | 0;
}

/** Flink's Tuple1 .. Tuple25 from the hashes of the fields; that of a null field is 0. */
export function hashTuple(hashes: readonly number[]): number {
  let hash = hashes[0] ?? 0;
  for (let at = 1; at < hashes.length; at++) hash = (Math.imul(31, hash) + (hashes[at] ?? 0)) | 0;
  return hash;
}

/** java.util.Arrays.hashCode and java.util.List from the hashes of the elements. */
export function hashSequence(hashes: Iterable<number>): number {
  let hash = 1;
  for (const element of hashes) hash = (Math.imul(31, hash) + element) | 0;
  return hash;
}
