import { describe, expect, it } from "vitest";
import { Decimal } from "./decimal.ts";
import { describeThrown, describeValue } from "./describe-value.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";

const guestRan = (): never => {
  throw new Error("code of the guest ran");
};

/** Every trap runs guest code. */
const trapped = (target: object): object => new Proxy(target, new Proxy({}, { get: guestRan }));

const endless = (): object => new Proxy({}, { getPrototypeOf: endless, getOwnPropertyDescriptor: () => undefined });

class OwnError extends TypeError {
  override get name(): string {
    return guestRan();
  }
}

const withMessage = (message: PropertyDescriptor): Error => Object.defineProperty(new Error("x"), "message", message);

function timeOf(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

describe("what was thrown, in words", () => {
  const cases: Readonly<Record<string, readonly [thrown: unknown, message: string]>> = {
    "an error": [new RangeError("too far"), "RangeError: too far"],
    "an error without a message": [new TypeError(), "TypeError"],
    "an error of a class of the guest": [new OwnError("mine"), "Error: mine"],
    "a platform's error": [new DOMException("gone", "NotFoundError"), "Error: gone"],
    "a text": ["text", "text"],
    "null": [null, "null"],
    "a number": [Number.NaN, "NaN"],
    "a bigint": [5n, "5n"],
    "a symbol": [Symbol("x"), "thrown symbol"],
    "a function": [guestRan, "thrown function"],
    "an object that looks like an error": [{ message: "spoofed", toString: guestRan }, "thrown object"],
    "a message that is a function": [withMessage({ value: () => 1 }), "Error"],
    "a message that is a getter": [withMessage({ get: guestRan }), "Error"],
    "a Proxy of an error": [trapped(new Error("x")), "thrown object"],
    "an error whose prototype is a Proxy": [Object.setPrototypeOf(new Error("x"), trapped({})), "Error: x"],
    "a Proxy whose prototypes never end": [endless(), "thrown object"],
    "a revoked Proxy": [revoked(), "thrown object"],
  };
  for (const [name, [thrown, message]] of Object.entries(cases)) {
    it(`[SB20] ${name}`, () => expect(describeThrown(thrown).message === message, message).toBe(true));
  }

  it("[SB20] what is long is cut, and what is very long is not even read", () => {
    expect(describeThrown(new Error("y".repeat(10_000))).message).toHaveLength("Error: ".length + 2001);
    const [huge, other, bigint] = ["y".repeat(4e8), "z".repeat(4e8), 10n ** 1_000_000n];
    const described = timeOf(() => {
      expect(describeThrown(new Error(huge)).message).toBe("Error: a text of 400000000 characters");
      expect(describeThrown(huge).message).toBe("a text of 400000000 characters");
      expect(describeThrown(bigint).message).toBe("a bigint of more than 40 digits");
    });
    expect(described, "milliseconds, of those to read such a text once").toBeLessThan(timeOf(() => other.slice(0, 100)) / 2);
  });
});

describe("a value in words", () => {
  const cases: readonly (readonly [value: unknown, words: string])[] = [
    ["text", '"text"'],
    ["x".repeat(50), `"${"x".repeat(40)}…"`],
    ["x".repeat(4e8), "a text of 400000000 characters"],
    [7n, "7n"],
    [-(10n ** 50n), "a bigint of more than 40 digits"],
    [undefined, "undefined"],
    [null, "null"],
    [[1], "an array"],
    [trapped([]), "an array"],
    [trapped({}), "an object"],
    [revoked(), "an object"],
    [endless(), "an object"],
    [new Decimal(150n, 2), "the DECIMAL 1.50"],
    [new PreciseTimestamp(1, 1), "a TIMESTAMP"],
    [{ [Symbol.toStringTag]: "Decimal", toString: guestRan }, "an object"],
  ];
  cases.forEach(([value, words], index) => it(`[SB20] case ${index}: ${words}`, () => expect(describeValue(value)).toBe(words)));
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
}
