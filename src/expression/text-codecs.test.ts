import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textCodecs } from "./text-codecs.ts";

const own = textCodecs() as { readonly TextEncoder: typeof TextEncoder; readonly TextDecoder: typeof TextDecoder };

/** Bytes that are UTF-8 with mistakes: pieces of characters, surrogates, over-long forms, byte order marks. */
const pieces = [[0x61], [0xc3, 0xa9], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80], [0xef, 0xbb, 0xbf], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xe0, 0x80], [0xf4, 0x90, 0x80], [0xff]];
const bytes = fc
  .array(fc.oneof(fc.constantFrom(...pieces).chain((piece) => fc.nat(piece.length).map((length) => piece.slice(0, length))), fc.array(fc.nat(255), { maxLength: 2 })))
  .map((parts) => new Uint8Array(parts.flat()));
const options = fc.record({ fatal: fc.boolean(), ignoreBOM: fc.boolean() });

const outcome = (decode: () => string): string => {
  try {
    return `text ${decode()}`;
  } catch (error) {
    return error instanceof TypeError ? "refused" : `wrong error ${String(error)}`;
  }
};

describe("text codecs of user functions", () => {
  it("[SB21] decode as the Encoding Standard says", () => {
    fc.assert(
      fc.property(bytes, options, (input, given) => {
        expect(outcome(() => new own.TextDecoder("UTF8 ", given).decode(input))).toBe(outcome(() => new TextDecoder("utf-8", given).decode(input)));
      }),
      { numRuns: 600 },
    );
  });

  it("[SB21] decode a text that comes in pieces like the whole text", () => {
    fc.assert(
      fc.property(bytes, options, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (input, given, lengths) => {
        const decoder = new own.TextDecoder("utf-8", given);
        const inPieces = (): string => {
          let text = "";
          let at = 0;
          for (const length of lengths) {
            if (at >= input.length) break;
            text += decoder.decode(input.subarray(at, at + length), { stream: true });
            at += length;
          }
          return text + decoder.decode();
        };
        expect(outcome(inPieces)).toBe(outcome(() => new TextDecoder("utf-8", given).decode(input)));
        expect(decoder.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), "used again").toBe(given.ignoreBOM ? "\ufeffa" : "a");
      }),
      { numRuns: 600 },
    );
  });

  it("[SB21] encode as the Encoding Standard says, into a fresh array or a given one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(20), (text, room) => {
        const [mine, theirs] = [new Uint8Array(room), new Uint8Array(room)];
        const encoded = new own.TextEncoder().encode(text);
        expect(encoded.join()).toBe(new TextEncoder().encode(text).join());
        expect(encoded.buffer.byteLength).toBe(encoded.length);
        expect(new own.TextEncoder().encodeInto(text, mine)).toEqual(new TextEncoder().encodeInto(text, theirs));
        expect(mine.join()).toBe(theirs.join());
      }),
      { numRuns: 600 },
    );
  });

  it("[SB21] lone halves of characters are replaced, as in the platform", () => {
    for (const text of ["\ud800", "a\udc00b", "\ud83d\ude00\ud83d"]) {
      const room = new Uint8Array(12);
      new own.TextEncoder().encodeInto(text, room);
      expect([...room].slice(0, new TextEncoder().encode(text).length)).toEqual([...new TextEncoder().encode(text)]);
    }
  });

  it("[SB21] take buffers and views of every kind, and nothing that only pretends to be one", () => {
    const { buffer } = new Uint8Array([0x78, 0x61, 0x62, 0x79]);
    const decoder = new own.TextDecoder();
    expect([buffer, new Uint16Array(buffer), new DataView(buffer)].map((input) => decoder.decode(input))).toEqual(["xaby", "xaby", "xaby"]);
    expect(decoder.decode(new DataView(buffer, 1, 2))).toBe("ab");
    expect(decoder.decode(Object.defineProperty(new Uint8Array([0x61]), "byteLength", { value: 1e9 }))).toBe("a");
    for (const input of [{ buffer, byteOffset: 0, byteLength: 4 }, [1], "text", new Proxy(new Uint8Array(1), {})]) {
      expect(outcome(() => decoder.decode(input as never))).toBe("refused");
    }
  });

  it("[SB21] keep nothing where a function could see it, and offer UTF-8 alone", () => {
    for (const made of [new own.TextDecoder(), new own.TextEncoder()]) expect(Reflect.ownKeys(made)).toEqual([]);
    for (const label of ["shift_jis", "windows-1252", "utf-16le"]) expect(() => new own.TextDecoder(label)).toThrow(RangeError);
    expect(() => Reflect.apply(own.TextDecoder.prototype.decode, {}, [])).toThrow(TypeError);
  });
});
