import type { Catalog } from "./catalog.ts";
import type { UnpacedReading } from "./descriptor.ts";
import type { DocumentOperator, JobDocument, RunPace } from "./job-document.ts";

/** Rows come so long at most, in seconds that a person watches, at a pace chosen from the job; and they come no slower than this. */
const chosenSeconds = 30;
const slowest = 5;
/** Of rows without end. */
const endless = 20;
/** Of a value in a file, when only the size of the file is known: rather too few, so that it does not take longer. */
const valueBytes = 6;

export const unlimited: RunPace = { kind: "unlimited" };

/**
 * The pace of a deterministic run: what the document says; else none where operators take time, or where every source has a pace of its
 * own; else a rate of the row 5, 10, 20, 50, ... at which all rows have come within half a minute: at the document's speed, or of the run
 * where that is faster. `bytesOf` tells the size of a file, 0 when it is not there. A function of document and input, so the same
 * wherever it is run. [DT51]
 */
export function choosePace({ run, operators }: JobDocument, catalog: Catalog, bytesOf: (file: string) => number): RunPace {
  if (run?.pace !== undefined) return run.pace;
  const takesTime = (serviceTimeMs = 0): boolean => serviceTimeMs > 0;
  if (takesTime(run?.serviceTimeMs) || operators.some(({ serviceTimeMs }) => takesTime(serviceTimeMs))) return unlimited;
  const rows = unpacedReadings(operators, catalog).map((reading) => rowsIn(reading, bytesOf));
  if (rows.length === 0) return unlimited;
  const most = Math.max(...rows);
  const watched = most === Infinity ? endless : Math.max(slowest, most / chosenSeconds);
  return { kind: "rate", rowsPerSecond: round(watched / Math.min(1, run?.speed ?? 1)) };
}

/** Rows of a reading; Infinity: without end. */
export function rowsIn({ rows, files, columns = 1 }: UnpacedReading, bytesOf: (file: string) => number): number {
  if (rows !== undefined) return rows;
  return files === undefined ? Infinity : files.reduce((sum, file) => sum + bytesOf(file), 0) / (valueBytes * columns);
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
function round(exact: number): number {
  const rate = Math.min(1_000_000, exact);
  const decade = 10 ** Math.floor(Math.log10(rate));
  return ([1, 2, 5].find((step) => step * decade >= rate) ?? 10) * decade;
}
