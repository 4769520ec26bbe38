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

test.each([
  [[0, 1, 2, 3, 0x20, 0x6e], "the file is no text"],
  [[0x42, 0, 0x10, 0, 0x41, 0], "the file is no text"],
  [[0x50, 0, 0xff, 0xff, 0x41, 0], "the file is no text"],
  [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "the file is no text"],
  [[0x1f, 0x8b, 8, 0], "the file is compressed"],
  [[0x50, 0x4b, 3, 4], "the file is an archive"],
])("[CN87] what is no text is refused, not taken for rows of some encoding: %j", (bytes, told) => {
  expect(() => guessFile({ name: "notes.bin", bytes: Uint8Array.from(bytes), isWhole: true })).toThrow(told);
});
