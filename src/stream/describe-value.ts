import { Decimal } from "./decimal.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";

/**
 * The one way in which the engine speaks of values and errors that a user function made [SB20]. Nothing of the guest runs: no getter,
 * no `toString`, no trap of a Proxy. Only what the engine itself can tell without asking the object is used: `typeof`, private
 * brands, `Error.isError`, own data properties of genuine errors. Nothing long is read: a long text is often a rope that the engine
 * would have to copy as a whole for its first character.
 */

/** A longer text is not touched, only measured. */
const readableMax = 65_536;
const messageMax = 2000;
const quotedMax = 40;

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { isArray } = Array;

/** `text` as it is, or its beginning, or its length alone: never a copy of something long. */
export function shortText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return text.length > readableMax ? `a text of ${text.length} characters` : `${text.slice(0, longest)}…`;
}

/** A value in the words of a message. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length > readableMax ? shortText(value, quotedMax) : JSON.stringify(shortText(value, quotedMax));
    case "bigint":
      return shortBigint(value);
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    default:
      if (value === null) return "null";
      if (Decimal.is(value)) return `the DECIMAL ${value.toString()}`;
      if (PreciseTimestamp.is(value)) return "a TIMESTAMP";
      return isArrayOrProxyOfOne(value as object) ? "an array" : "an object";
  }
}

const bigintMax = 10n ** 40n;

/** The digits of a long bigint take longer to find than anything else one can do with it. */
const shortBigint = (value: bigint): string => (value < bigintMax && value > -bigintMax ? `${value}n` : "a bigint of more than 40 digits");

function isArrayOrProxyOfOne(value: object): boolean {
  try {
    return isArray(value);
  } catch {
    // A revoked Proxy.
    return false;
  }
}

/** What was thrown, as far as it can be told without running any of the guest's own code. */
export interface ThrownValue {
  /** "TypeError: ..." or the text that was thrown; "thrown object" when nothing more can be said. */
  readonly message: string;
  /** The message without the name of the error's class, which says nothing of an error of our own. */
  readonly text: string;
}

/**
 * Describes what was thrown. Of objects only genuine errors have a message: that an object is no Proxy cannot be known of any other.
 * The name is that of a class of the language which the error is directly of; an error of another class is an "Error".
 */
export function describeThrown(thrown: unknown): ThrownValue {
  try {
    if (typeof thrown === "string") return plain(shortText(thrown, messageMax));
    if (typeof thrown !== "object" || thrown === null) return plain(thrownWord(thrown));
    if (!isGenuineError(thrown)) return plain("thrown object");
    const own = getOwnPropertyDescriptor(thrown, "message")?.value ?? platformMessage(thrown);
    const text = typeof own === "string" ? shortText(own, messageMax) : "";
    const name = errorNames.get(getPrototypeOf(thrown)) ?? "Error";
    return { message: text === "" ? name : `${name}: ${text}`, text: text === "" ? name : text };
  } catch {
    // The stack overflowed, or memory ended: the failure is told all the same.
    return nothingToTell;
  }
}

const plain = (text: string): ThrownValue => ({ message: text, text });
const thrownWord = (thrown: unknown): string =>
  typeof thrown === "symbol" || typeof thrown === "function" ? `thrown ${typeof thrown}` : describeValue(thrown);
const nothingToTell = plain("thrown object");

const errorNames = new Map<unknown, string>(
  [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError].map((type) => {
    return [type.prototype, type.name];
  }),
);

/** True for what an engine throws where the stack ends. */
export const isOverflow = (thrown: unknown): boolean => overflows.test(describeThrown(thrown).text);

const overflows = /^(?:Maximum call stack size exceeded|too much recursion)/;

/** True for an object that the language made as an error; a Proxy of one is none. Taken before a guest could run. */
export const isGenuineError: (value: object) => boolean = errorTest();

function errorTest(): (value: object) => boolean {
  const ofLanguage: unknown = Reflect.get(Error, "isError");
  if (typeof ofLanguage === "function") return (value) => ofLanguage(value) === true;
  // An engine without `Error.isError`: a Proxy's trap may run, a limited number of times.
  return (value) => {
    let prototype: object | null = value;
    for (let steps = 0; steps < 8 && prototype !== null; steps++) {
      if (prototype === Error.prototype) return true;
      prototype = getPrototypeOf(prototype) as object | null;
    }
    return false;
  };
}

/** The platform's own errors, where it has them: the core knows no DOM and no Node types. */
declare const DOMException: { new (): object; readonly prototype: object } | undefined;

const domMessage = typeof DOMException === "function" ? getOwnPropertyDescriptor(DOMException.prototype, "message")?.get : undefined;

/** The message of an error of the platform, which keeps it where only its own getter finds it. */
function platformMessage(error: object): unknown {
  try {
    return domMessage?.call(error);
  } catch {
    // Not an error of the platform.
    return undefined;
  }
}
