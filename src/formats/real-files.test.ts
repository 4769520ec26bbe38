import { expect, test } from "vitest";
import { guessFile } from "./guess-file.ts";
import { realFiles } from "./testing/real-files.ts";

test.each(realFiles)("[CN87] [CN88] $name is read as it is meant", ({ name, bytes, options, fields, first, rows }) => {
  const guess = guessFile({ name, bytes, isWhole: true });
  expect(guess.problem).toBeUndefined();
  expect(guess.formatOptions).toEqual(options);
  expect(Object.fromEntries(guess.fields.map((field) => [field.name, field.type]))).toEqual(fields);
  expect(guess.rows.slice(0, first.length)).toEqual(first);
  expect(guess.rows.length).toBe(rows);
});
