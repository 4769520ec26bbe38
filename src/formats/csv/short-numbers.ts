/** Numbers that are read from the bytes of a cell, without making a text of it: those that are short, which most are. */

/** Powers of ten that are exact. */
const powers = Array.from({ length: 17 }, (_, power) => 10 ** power);

/** The integer of a cell of at most nine digits and a sign; undefined for any other cell, which may hold a number, too. */
export function shortInteger(bytes: Uint8Array, start: number, end: number): number | undefined {
  let at = start;
  const isNegative = bytes[at] === 45;
  if (isNegative) at++;
  if (at === end || end - at > 9) return undefined;
  let value = 0;
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return isNegative ? 0 - value : value;
}

/** The number of a cell of at most 15 digits with a point among them or none, which one division makes exact; undefined for any other. */
export function shortFraction(bytes: Uint8Array, start: number, end: number): number | undefined {
  let at = start;
  const isNegative = bytes[at] === 45;
  if (isNegative) at++;
  const first = at;
  if (at === end || end - at > 16) return undefined;
  let digits = 0;
  let point = -1;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 46 && point < 0 && at > first) point = at;
    else if (byte >= 48 && byte <= 57) digits = digits * 10 + byte - 48;
    else return undefined;
  }
  if (digits > 999_999_999_999_999) return undefined;
  const value = point < 0 ? digits : digits / (powers[end - point - 1] ?? NaN);
  return isNegative ? -value : value;
}
