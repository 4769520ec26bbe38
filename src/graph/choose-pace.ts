import type { Catalog } from "./catalog.ts";
import type { UnpacedReading } from "./descriptor.ts";
import type { DocumentOperator, JobDocument, RunPace } from "./job-document.ts";

/** Rows come so long at most, in seconds of the run, at a pace that was chosen from the job. */
const chosenSeconds = 30;
const slowest = 5;
/** Of rows without end. */
const endless = 20;
/** Of a row in a file, when only the size of the file is known. */
const usualBytes = 64;

export const unlimited: RunPace = { kind: "unlimited" };

/**
 * The pace of a deterministic run: what the document says; else none where operators take time, or where every source has a pace of its
 * own; else a rate at which all rows have come within half a minute, of the row 1, 2, 5, 10, 20, ... `bytesOf` tells the size of a file,
 * 0 when it is not there. A function of document and input, so the same wherever it is run. [DT51]
 */
export function choosePace({ run, operators }: JobDocument, catalog: Catalog, bytesOf: (file: string) => number): RunPace {
  if (run?.pace !== undefined) return run.pace;
  const takesTime = (serviceTimeMs = 0): boolean => serviceTimeMs > 0;
  if (takesTime(run?.serviceTimeMs) || operators.some(({ serviceTimeMs }) => takesTime(serviceTimeMs))) return unlimited;
  const rows = unpacedReadings(operators, catalog).map((reading) => rowsIn(reading, bytesOf));
  if (rows.length === 0) return unlimited;
  const most = Math.max(...rows);
  return { kind: "rate", rowsPerSecond: most === Infinity ? endless : round(Math.max(slowest, most / chosenSeconds)) };
}

/** Rows of a reading; Infinity: without end. */
export function rowsIn({ rows, files }: UnpacedReading, bytesOf: (file: string) => number): number {
  if (rows !== undefined) return rows;
  return files === undefined ? Infinity : files.reduce((sum, file) => sum + bytesOf(file), 0) / usualBytes;
}

/** Of the sources without a pace of their own. */
export function unpacedReadings(operators: readonly DocumentOperator[], catalog: Catalog): readonly UnpacedReading[] {
  return operators.flatMap((operator) => readingOf(operator, catalog) ?? []);
}

/** A list of rows may be long, and what is drawn does not change. */
const known = new WeakMap<DocumentOperator, { readonly reading: UnpacedReading | undefined }>();

function readingOf(operator: DocumentOperator, catalog: Catalog): UnpacedReading | undefined {
  const found = known.get(operator);
  if (found !== undefined) return found.reading;
  const descriptor = catalog.find(operator.type);
  const unpaced = descriptor?.translation.kind === "source" ? descriptor.translation.unpaced : undefined;
  const parsed = unpaced && descriptor?.config.safeParse(operator.config);
  const reading = parsed?.success === true ? unpaced?.(parsed.data) : undefined;
  known.set(operator, { reading });
  return reading;
}

/** The next of 1, 2, 5, 10, 20, 50, ... */
function round(rate: number): number {
  const decade = 10 ** Math.floor(Math.log10(rate));
  return ([1, 2, 5].find((step) => step * decade >= rate) ?? 10) * decade;
}
