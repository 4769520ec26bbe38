/** The host's codecs, in the part of their shape that is used: the core knows no DOM and no Node types. */
declare const TextEncoder: new () => {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, bytes: Uint8Array): { readonly written: number };
};
declare const TextDecoder: new (
  label: string,
  options: { readonly ignoreBOM: boolean; readonly fatal?: boolean },
) => { decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** UTF-8 of a text; a lone surrogate becomes U+FFFD. */
export const encodeUtf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Most bytes of a text: each UTF-16 unit takes at most three. */
export const utf8BytesMax = (text: string): number => text.length * 3;

/** Writes UTF-8 of a text to the start of `bytes`, which has room for `utf8BytesMax`; returns how many bytes it took. */
export const encodeUtf8Into = (text: string, bytes: Uint8Array): number => encoder.encodeInto(text, bytes).written;

/** Text of UTF-8 bytes; broken sequences become U+FFFD. The bytes must not be in shared memory (browsers refuse). */
export const decodeUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Text of UTF-8 bytes; undefined when a sequence is broken. */
export function decodeStrictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Takes bytes of another encoding (a label that browsers know) piece by piece and gives the text that is complete; without a piece: the
 * last of it. Throws where the bytes are no text of that encoding.
 */
export function textStream(label: string): (bytes?: Uint8Array) => string {
  const stream = new TextDecoder(label, { ignoreBOM: true, fatal: true });
  return (bytes) => (bytes === undefined ? stream.decode() : stream.decode(bytes, { stream: true }));
}
