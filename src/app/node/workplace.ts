import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkpointIdOf, metadataPath, parseMetadata } from "../../control/checkpoint-metadata.ts";
import type { VertexState } from "../../control/checkpoint-metadata.ts";
import { DirectoryFiles, DirectoryTransactions } from "../../hosts/node/directory-stores.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import { InputError, type CliOptions } from "./cli-options.ts";

/** Where a run keeps its checkpoints and staged output. */
export interface Workplace {
  readonly jobId: string;
  /** Root of the checkpoint directories; also kept in a temporary place when nobody asked to keep it. */
  readonly checkpoints: string;
  readonly files: DirectoryFiles;
  readonly transactions: DirectoryTransactions;
  /** True: the run goes on from a checkpoint that is there. */
  readonly restores: boolean;
  /** Removes what was temporary. */
  close(): void;
}

/**
 * Prepares the directories of a run. Staged output lies in the job's `taskowned` directory, beside its checkpoints: a run that goes
 * on from them finds it there. With `--from` and another `--checkpoint-dir` the job's directory is copied first.
 */
export function openWorkplace(options: CliOptions, job: CompiledJob): Workplace {
  const { from, checkpointDirectory } = options;
  const output = resolve(options.output);
  const temporary = from === undefined && checkpointDirectory === undefined ? temporaryPlace(output, job) : undefined;
  // However the process ends, short of a kill.
  if (temporary !== undefined) process.once("exit", () => rmSync(temporary, { recursive: true, force: true }));
  const checkpoints = resolve(checkpointDirectory ?? from ?? temporary ?? ".");
  const jobId = from === undefined ? randomUUID().replaceAll("-", "") : newestJob(from);
  if (from !== undefined && resolve(from) !== checkpoints) cpSync(join(from, jobId), join(checkpoints, jobId), { recursive: true });
  const owned = join(checkpoints, jobId, "taskowned");
  return {
    jobId,
    checkpoints,
    files: new DirectoryFiles(checkpoints),
    transactions: new DirectoryTransactions({
      staging: join(owned, "staged"),
      places: { file: output, table: join(owned, "table") },
      uid: jobId,
    }),
    restores: from !== undefined,
    close() {
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/** Files are published by renaming them into place, so what is staged for them must lie on the same disk. */
function temporaryPlace(output: string, { document }: CompiledJob): string {
  const writesFiles = document.operators.some((operator) => operator.type === "file-sink");
  if (writesFiles) mkdirSync(output, { recursive: true });
  return mkdtempSync(join(writesFiles ? output : tmpdir(), ".weir-"));
}

/** State in the checkpoint that `--from` goes on from. */
export function restoredState({ from }: CliOptions): readonly VertexState[] {
  if (from === undefined) return [];
  const jobId = newestJob(from);
  const text = new DirectoryFiles(from).readText(metadataPath(jobId, newestComplete(from, jobId)));
  return (text === undefined ? undefined : parseMetadata(text))?.vertices ?? [];
}

/** Job whose newest complete checkpoint is the newest of all below `directory`. */
function newestJob(directory: string): string {
  if (!existsSync(directory)) throw new InputError(`--from: there is no directory ${directory}`);
  const jobs = readdirSync(directory).map((jobId) => ({ jobId, checkpoint: newestComplete(directory, jobId) }));
  const [newest] = jobs.filter(({ checkpoint }) => checkpoint > 0).toSorted((left, right) => right.checkpoint - left.checkpoint);
  if (newest === undefined) throw new InputError(`--from: there is no complete checkpoint below ${directory}`);
  return newest.jobId;
}

function newestComplete(directory: string, jobId: string): number {
  const ids = new DirectoryFiles(directory)
    .list(jobId)
    .map((name) => checkpointIdOf(name) ?? 0)
    .filter((id) => id > 0 && existsSync(join(directory, metadataPath(jobId, id))));
  return Math.max(0, ...ids);
}
