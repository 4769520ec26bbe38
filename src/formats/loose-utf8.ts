/**
 * Text of UTF-8 as the parser reads it that Flink's formats are built on: characters in more bytes than they need, too, and `?` for a
 * surrogate and for what lies beyond U+10FFFF. Undefined where a sequence is broken. [CN101]
 */
export function decodeLooseUtf8(bytes: Uint8Array): string | undefined {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++] ?? 0;
    const more = first < 0x80 ? 0 : (first & 0xe0) === 0xc0 ? 1 : (first & 0xf0) === 0xe0 ? 2 : (first & 0xf8) === 0xf0 ? 3 : -1;
    if (more < 0) return undefined;
    let point = more === 0 ? first : first & (0x3f >> more);
    for (let left = more; left > 0; left--) {
      const next = bytes[at++] ?? 0;
      if ((next & 0xc0) !== 0x80) return undefined;
      point = point * 64 + (next & 0x3f);
    }
    text += point > 0x10ffff ? "??" : point >= 0xd800 && point < 0xe000 ? "?" : String.fromCodePoint(point);
  }
  return text;
}
