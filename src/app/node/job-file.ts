import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import type { VertexState } from "../../control/checkpoint-metadata.ts";
import { checkJob } from "../../graph/check-job.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobDocument, RunPace } from "../../graph/job-document.ts";
import { choosePace } from "../../graph/choose-pace.ts";
import { documentLimits } from "../../graph/document-limits.ts";
import { systemReason } from "../../hosts/node/system-reason.ts";
import { readConfiguration } from "../../graph/configuration.ts";
import { parseDocumentText } from "../../graph/parse-document.ts";
import type { Catalog } from "../../graph/catalog.ts";
import type { CliOptions } from "./cli-options.ts";
import { InputError } from "./cli-options.ts";
import { inputBytes } from "./input-files.ts";

/** A job that cannot run, with what is wrong with it. */
export class JobError extends Error {
  override readonly name = "JobError";
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(diagnosticLine).join("\n"));
    this.diagnostics = diagnostics;
  }
}

/**
 * Reads and compiles the job of a command line, with its `--set` and `--parallelism` over the job's own; `restoreFrom` is the state that it
 * goes on from. Throws `JobError` or
 * `InputError`.
 */
export function loadJob(options: CliOptions, catalog: Catalog, restoreFrom: readonly VertexState[] = []): CompiledJob {
  checkSettings(options);
  const parsed = parseDocumentText(readJobText(options.file));
  if (parsed.document === undefined) throw new JobError(parsed.diagnostics);
  const document = withPace(withSettings(parsed.document, options), catalog, options);
  const job = checkJob(document, catalog, restoreFrom.length === 0 ? {} : { restoreFrom });
  if (!job.ok) throw new JobError(job.diagnostics);
  return { ...job, diagnostics: [...parsed.diagnostics, ...job.diagnostics] };
}

/** Bytes of the largest text that may be a job; what is behind them is not read: a path can name something that never ends. */
const jobBytesMax = documentLimits.characters * 3 + 1;
const pieceBytes = 1 << 20;

/** Text of a job file, or as much of it as tells that it is too large. Throws `InputError`. [GR49] */
export function readJobText(file: string): string {
  try {
    const descriptor = openSync(file, "r");
    try {
      const pieces: Buffer[] = [];
      for (let bytes = 0; bytes < jobBytesMax; ) {
        const piece = Buffer.alloc(pieceBytes);
        const read = readSync(descriptor, piece);
        if (read === 0) break;
        pieces.push(piece.subarray(0, read));
        bytes += read;
      }
      return Buffer.concat(pieces).toString("utf8");
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${systemReason(error)}`, { cause: error });
  }
}

export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new InputError(`cannot read ${file}: ${systemReason(error)}`, { cause: error });
  }
}

/** A diagnostic as one line: severity, place, message. */
export function diagnosticLine({ severity, operator, edge, field, line, message }: Diagnostic): string {
  const place = [
    operator ?? (edge === undefined ? undefined : `edge ${edge}`),
    // A message that names the field, as those of options do, is not told it twice.
    field !== undefined && message.includes(field) ? undefined : field,
    line === undefined ? undefined : `line ${line}`,
  ];
  const where = place.filter((part) => part !== undefined).join(", ");
  return `${severity}: ${where === "" ? "" : `${where}: `}${message}`;
}

/** With the pace of the command line, or, run deterministically, the one that the page would choose for the same job and files. [DT51] */
function withPace(document: JobDocument, catalog: Catalog, options: CliOptions): JobDocument {
  const chosen = (): RunPace => choosePace(document, catalog, (name) => inputBytes(name, options));
  const pace = options.pace ?? (options.deterministic ? chosen() : undefined);
  return pace === undefined ? document : { ...document, run: { ...document.run, pace } };
}

/** Values of `--set` that no job could have are the command line's own mistake: told before a job is read. Throws `InputError`. [CL60] */
function checkSettings({ settings }: CliOptions): void {
  const { diagnostics } = readConfiguration(Object.fromEntries(settings));
  const wrong = diagnostics.filter(({ code }) => code === "config.value").map(({ message }) => `--set ${message}`);
  if (wrong.length > 0) throw new InputError(wrong.join("\n"));
}

function withSettings(document: JobDocument, { settings, parallelism }: CliOptions): JobDocument {
  const config = { ...document.config, ...Object.fromEntries(settings) };
  if (parallelism !== undefined) config["parallelism.default"] = String(parallelism);
  return { ...document, config };
}
