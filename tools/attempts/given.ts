import { join } from "node:path";
import { readAttempts, type Attempt } from "./attempt.ts";

/** Files of attempts of the repository, by what they are. */
export const attemptFiles = {
  given: join(import.meta.dirname, "data", "given.jsonl"),
  own: join(import.meta.dirname, "data", "own.jsonl"),
};

let read: readonly Attempt[] | undefined;

/** Attempts that people who tried the product in earnest made on it. */
export const given = (): readonly Attempt[] => (read ??= readAttempts(attemptFiles.given));
