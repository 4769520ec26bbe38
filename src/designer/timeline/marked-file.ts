import { FormulaMarks, type CellLimits } from "../../formats/csv/formula-marks.ts";

/** A CSV file with its formulas marked, read in pieces. [CN40] */
export async function withFormulaMarks(file: Blob, limits: CellLimits): Promise<Blob> {
  const marks = new FormulaMarks(limits);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const pieces: string[] = [];
  for await (const piece of file.stream()) pieces.push(marks.push(decoder.decode(piece, { stream: true })));
  pieces.push(marks.push(decoder.decode()), marks.end());
  return new Blob(pieces, { type: "text/csv" });
}
