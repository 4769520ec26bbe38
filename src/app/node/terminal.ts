import { oneLine, ownLines } from "../../base/one-line.ts";

/**
 * The one place that writes to standard output and standard error. What it is given may hold text of a stranger: names, rows, messages,
 * file names. Whether a terminal is at the other end cannot be known (`| tee`, `| less -R`, a log of a build), so it is all the same.
 * [CL30]
 */

/** One line of the result. */
export function printLine(text: string): void {
  process.stdout.write(`${oneLine(text)}\n`);
}

/** One row as it is, control characters included: what `--raw` asks for. [CL31] */
export function printRaw(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Rows of a result, each a line, in one go. */
export function printRows(rows: readonly string[], raw: boolean): void {
  if (rows.length > 0) process.stdout.write(`${(raw ? rows : rows.map(oneLine)).join("\n")}\n`);
}

/** A result of several lines, of which every line feed is the product's own. */
export function printLines(text: string): void {
  process.stdout.write(`${ownLines(text)}\n`);
}

/** One line of progress or of what went wrong. */
export function sayLine(text: string): void {
  process.stderr.write(`${oneLine(text)}\n`);
}

export function sayLines(lines: readonly string[]): void {
  for (const line of lines) sayLine(line);
}
