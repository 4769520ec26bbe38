import { engineMessage } from "../../base/engine-messages.ts";
import { excerpt } from "../../base/excerpt.ts";
import type { CellMarks } from "./csv-cutter.ts";

const controls: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["0", "\0"],
]);

/** The cells of a line. Throws an Error where text follows a quoted cell. [CN85] */
export function splitCells(line: string, { delimiter, quote, escape }: CellMarks): readonly string[] {
  const hasEscapes = escape !== undefined && line.includes(escape);
  if (!hasEscapes && (quote === undefined || !line.includes(quote))) return line.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    let cell = "";
    const isQuoted = quote !== undefined && line.startsWith(quote, at);
    if (isQuoted) at++;
    let from = at;
    for (; at < line.length; at++) {
      const character = line[at];
      if (character === escape) {
        const escaped = line[at + 1] ?? "";
        cell += line.slice(from, at) + (controls.get(escaped) ?? escaped);
        at++;
        from = at + 1;
      } else if (isQuoted && character === quote) {
        if (line[at + 1] !== quote) break;
        cell += line.slice(from, at + 1);
        at++;
        from = at + 1;
      } else if (!isQuoted && line.startsWith(delimiter, at)) break;
    }
    cells.push(cell + line.slice(from, at));
    if (isQuoted) {
      at++;
      while (at < line.length && (line[at] === " " || (line[at] === "\t" && delimiter !== "\t"))) at++;
      if (at < line.length && !line.startsWith(delimiter, at)) {
        throw new Error(engineMessage("behindQuote", { column: cells.length, text: excerpt(line.slice(at), 40) }));
      }
    }
    at += delimiter.length;
    if (at > line.length) break;
  }
  return cells;
}
