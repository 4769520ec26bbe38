import type { z } from "zod";
import { excerpt, excerptList } from "../base/excerpt.ts";

/** What is wrong with a value, in one of the few ways that have a sentence of their own in every language. */
export interface ValueFault {
  readonly kind: "missing" | "empty" | "least" | "most" | "above" | "number" | "whole" | "choice" | "kind" | "other";
  /** Goes behind the name of the value: "must be a number, not “abc”". */
  readonly words: string;
  readonly values: Readonly<Record<string, string>>;
}

/** `issue` as a person says it. zod must have been asked to report inputs. [UI106] */
export function valueFault(issue: z.core.$ZodIssue): ValueFault {
  const { input } = issue;
  switch (issue.code) {
    case "invalid_type":
      return typeFault(issue.expected, input);
    case "too_small":
      if (issue.origin !== "number" && issue.origin !== "int") return { kind: "empty", words: "must not be empty", values: {} };
      return limitFault(issue.inclusive === false ? "above" : "least", issue.minimum);
    case "too_big":
      if (issue.origin !== "number" && issue.origin !== "int") break;
      return limitFault("most", issue.maximum);
    case "invalid_value":
      if (input === undefined) return missing;
      return choiceFault(issue.values.map(String), input);
    case "invalid_union": {
      const note = issue.discriminator === undefined ? issue.errors.flat()[0] : undefined;
      if (note !== undefined) return valueFault(note);
      if (input === undefined) return missing;
      break;
    }
    default:
  }
  const reason = excerpt(issue.message, 400);
  return { kind: "other", words: reason, values: { reason } };
}

const missing: ValueFault = { kind: "missing", words: "is missing", values: {} };

function typeFault(expected: string, input: unknown): ValueFault {
  if (input === undefined) return missing;
  const text = shown(input);
  // What zod calls "int" is what a number has to be besides.
  if (expected === "int" && typeof input === "number") {
    return { kind: "whole", words: `must be a whole number, not ${text}`, values: { text } };
  }
  if (expected === "number" || expected === "int") return { kind: "number", words: `must be a number, not "${text}"`, values: { text } };
  return { kind: "kind", words: `must be ${kinds[expected] ?? expected}`, values: { expected } };
}

function limitFault(kind: "least" | "most" | "above", bound: number | bigint): ValueFault {
  const limit = String(bound);
  const words = { least: `must be at least ${limit}`, most: `must be at most ${limit}`, above: `must be more than ${limit}` };
  return { kind, words: words[kind], values: { limit } };
}

function choiceFault(names: readonly string[], input: unknown): ValueFault {
  const choices = excerptList(names);
  return { kind: "choice", words: `must be one of ${choices}, not "${shown(input)}"`, values: { choices, text: shown(input) } };
}

const kinds: Readonly<Record<string, string>> = {
  string: "text", boolean: "true or false", array: "a list", object: "an object", record: "an object",
};

/** A value as it is written in a job, cut. */
const shown = (value: unknown): string => excerpt(typeof value === "string" ? value : JSON.stringify(value) ?? String(value), 60);
