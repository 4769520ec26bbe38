import { excerpt } from "../base/excerpt.ts";

/** Which numbers may be typed somewhere. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** Why a text is no such number. */
export interface NumberFault {
  readonly kind: "number" | "whole" | "least" | "most";
  /** Goes behind the name of the number: "must be at least 1, not 0". */
  readonly words: string;
  readonly limit: string;
}

/** The number that was typed, in a form or on the command line; or what is wrong with it, in the same words. [UI106] */
export function readNumber(text: string, { min, max, whole }: NumberRange): number | NumberFault {
  const number = Number(text.trim().replace("−", "-"));
  const typed = excerpt(text, 60);
  const fault = (kind: NumberFault["kind"], words: string, limit = ""): NumberFault => ({ kind, words, limit });
  if (text.trim() === "" || !Number.isFinite(number)) return fault("number", `must be a number, not "${typed}"`);
  if (whole && !Number.isInteger(number)) return fault("whole", `must be a whole number, not ${typed}`);
  if (number < min) return fault("least", `must be at least ${min}, not ${typed}`, String(min));
  if (number > max) return fault("most", `must be at most ${max}, not ${typed}`, String(max));
  return number;
}
