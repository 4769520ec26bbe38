/**
 * TextEncoder and TextDecoder as user functions have them [SB21]. The platform's own are objects of the host: in Node a decoder keeps
 * its native handle in a property, and the handle's constructor leads to the real global. These keep what they are made of in
 * private fields. Decoding is by one decoder of the platform that no function can reach; what comes in is looked at by the
 * language's own getters, and what goes out is a string, a fresh array or a plain error.
 */
const prototypeOfViews = Object.getPrototypeOf(Uint8Array.prototype) as object;
const getter = (prototype: object, name: PropertyKey): ((this: unknown) => unknown) => {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (get === undefined) throw new Error(`${String(name)} is no getter in this engine`);
  return get;
};
const tagOfView = getter(prototypeOfViews, Symbol.toStringTag);
const lengthOfView = getter(prototypeOfViews, "length");
const part = (prototype: object) => ({
  buffer: getter(prototype, "buffer"),
  byteOffset: getter(prototype, "byteOffset"),
  byteLength: getter(prototype, "byteLength"),
});
const partsOfView = part(prototypeOfViews);
const partsOfDataView = part(DataView.prototype);
const lengthOfBuffer = getter(ArrayBuffer.prototype, "byteLength");
const { apply } = Reflect;

/** The host's codecs, in the part of their shape that is used: the core knows no DOM and no Node types. */
declare const TextDecoder: new (label: string, options: object) => { decode(bytes?: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const replacing = new TextDecoder("utf-8", { ignoreBOM: true });
const refusing = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
const encoder = new TextEncoder();

/** Labels of UTF-8 in the Encoding Standard. */
const labels = new Set(["unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "utf-8", "utf8", "x-unicode20utf8"]);

/** The two classes, made anew; the compartment freezes them. */
export function textCodecs(): { readonly TextEncoder: unknown; readonly TextDecoder: unknown } {
  return { TextEncoder: encoderClass(), TextDecoder: decoderClass() };
}

function encoderClass(): unknown {
  return class TextEncoder {
    readonly #genuine = true;

    get encoding(): string {
      if (!this.#genuine) throw new TypeError("not a TextEncoder");
      return "utf-8";
    }

    encode(input: unknown = ""): Uint8Array {
      if (!this.#genuine) throw new TypeError("not a TextEncoder");
      // Copied, because the platform may hand out a piece of a buffer that it shares.
      return new Uint8Array(encoder.encode(textOf(input)));
    }

    encodeInto(source: unknown, destination: unknown): { read: number; written: number } {
      if (!this.#genuine) throw new TypeError("not a TextEncoder");
      const text = textOf(source);
      if (!isUint8Array(destination)) throw new TypeError("encodeInto takes a text and a Uint8Array");
      return encodeInto(text, destination, apply(lengthOfView, destination, []) as number);
    }

    get [Symbol.toStringTag](): string {
      return "TextEncoder";
    }
  };
}

function decoderClass(): unknown {
  return class TextDecoder {
    readonly #fatal: boolean;
    readonly #ignoreBOM: boolean;
    /** Of a stream: the beginning of a character whose end has not come yet. */
    #pending: Uint8Array = new Uint8Array(0);
    #begun = false;

    constructor(label: unknown = "utf-8", options: unknown = undefined) {
      const name = textOf(label).trim().toLowerCase();
      if (!labels.has(name)) throw new RangeError("functions decode UTF-8 only: no other encoding is offered");
      this.#fatal = option(options, "fatal");
      this.#ignoreBOM = option(options, "ignoreBOM");
    }

    get encoding(): string {
      if (#fatal in this) return "utf-8";
      throw new TypeError("not a TextDecoder");
    }

    get fatal(): boolean {
      return this.#fatal;
    }

    get ignoreBOM(): boolean {
      return this.#ignoreBOM;
    }

    decode(input: unknown = undefined, options: unknown = undefined): string {
      const stream = option(options, "stream");
      const bytes = joined(this.#pending, bytesOf(input));
      const whole = stream ? bytes.length - incompleteEnd(bytes) : bytes.length;
      this.#pending = stream ? bytes.slice(whole) : new Uint8Array(0);
      const begun = this.#begun;
      this.#begun = stream && (begun || whole > 0);
      const skip = !begun && !this.#ignoreBOM && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
      try {
        return (this.#fatal ? refusing : replacing).decode(bytes.subarray(skip, whole));
      } catch {
        this.#pending = new Uint8Array(0);
        this.#begun = false;
        throw new TypeError("these bytes are no UTF-8");
      }
    }

    get [Symbol.toStringTag](): string {
      return "TextDecoder";
    }
  };
}

/** As the language makes texts of arguments: a symbol is refused, an object's own `toString` runs now, inside the call. */
const textOf = (value: unknown): string => `${value as string}`;

function option(options: unknown, name: string): boolean {
  if (options === undefined || options === null) return false;
  if (typeof options !== "object" && typeof options !== "function") throw new TypeError("options are an object");
  return Boolean(Reflect.get(options, name));
}

const isUint8Array = (value: unknown): value is Uint8Array => apply(tagOfView, value, []) === "Uint8Array";

/** The bytes of a buffer, a typed array or a DataView, whatever properties of its own it pretends with. */
function bytesOf(input: unknown): Uint8Array {
  if (input === undefined) return new Uint8Array(0);
  if (apply(tagOfView, input, []) !== undefined) return view(input, partsOfView);
  try {
    return new Uint8Array(input as ArrayBuffer, 0, apply(lengthOfBuffer, input, []) as number);
  } catch {
    // Not a buffer: a DataView, or nothing that has bytes.
  }
  try {
    return view(input, partsOfDataView);
  } catch {
    throw new TypeError("decode takes an ArrayBuffer, a typed array or a DataView");
  }
}

function view(input: unknown, { buffer, byteOffset, byteLength }: ReturnType<typeof part>): Uint8Array {
  const [of, at, length] = [buffer, byteOffset, byteLength].map((each) => apply(each, input, []));
  return new Uint8Array(of as ArrayBuffer, at as number, length as number);
}

function joined(front: Uint8Array, back: Uint8Array): Uint8Array {
  if (front.length === 0) return back;
  const all = new Uint8Array(front.length + back.length);
  all.set(front);
  all.set(back, front.length);
  return all;
}

/** Bytes at the end that may still become one character. */
function incompleteEnd(bytes: Uint8Array): number {
  for (let count = 1; count <= 3 && count <= bytes.length; count++) {
    const lead = bytes[bytes.length - count] ?? 0;
    if (lead >= 0x80 && lead < 0xc0) continue;
    const needed = lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (count >= needed) return 0;
    const second = bytes[bytes.length - count + 1];
    return second === undefined || count === 1 || isSecond(lead, second) ? count : 0;
  }
  return 0;
}

/** The second byte of a character excludes over-long forms, surrogates and what is beyond U+10FFFF. */
function isSecond(lead: number, second: number): boolean {
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return second >= least && second <= most;
}

function encodeInto(text: string, destination: Uint8Array, room: number): { read: number; written: number } {
  let read = 0;
  let written = 0;
  while (read < text.length) {
    const point = text.codePointAt(read) ?? 0;
    const scalar = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    const size = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
    if (written + size > room) break;
    writeCharacter(scalar, size, destination, written);
    written += size;
    read += point > 0xffff ? 2 : 1;
  }
  return { read, written };
}

function writeCharacter(scalar: number, size: number, destination: Uint8Array, at: number): void {
  if (size === 1) {
    destination[at] = scalar;
    return;
  }
  const mark = size === 2 ? 0xc0 : size === 3 ? 0xe0 : 0xf0;
  destination[at] = mark | (scalar >> (6 * (size - 1)));
  for (let place = 1; place < size; place++) destination[at + place] = 0x80 | ((scalar >> (6 * (size - 1 - place))) & 0x3f);
}
