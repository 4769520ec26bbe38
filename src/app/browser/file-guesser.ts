import type { FileGuesser } from "../../designer/workspace/workbench.ts";

/** Bytes that are checked at once, between two of which the page goes on. */
const pieceBytes = 128 * 1024;

/** Guesses how files are read by the formats' own rules, which are loaded with the first file. */
export const fileGuesser: FileGuesser = {
  async guess(sample, reading) {
    const { guessFile } = await import("../../formats/guess-file.ts");
    return guessFile(sample, reading);
  },
  async check(file, guess, { signal, onRows }) {
    const { FileCheck } = await import("../../formats/guess-file.ts");
    const check = new FileCheck(guess);
    for (let at = 0; at < file.size; at += pieceBytes) {
      const problem = check.push(new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer()));
      if (signal.aborted || problem !== undefined) return { rows: check.rows, ...(problem && { problem }) };
      onRows(check.rows);
    }
    const problem = check.end();
    return { rows: check.rows, ...(problem && { problem }) };
  },
};
