import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { storageFailureText } from "../../base/lookup.ts";
import { newestCheckpoint } from "../../stream/indices.ts";
import { checkpointIdOf, metadataPath, parseMetadata } from "../../control/checkpoint-metadata.ts";
import type { CheckpointId } from "../../stream/indices.ts";
import type { VertexState } from "../../control/checkpoint-metadata.ts";
import { DirectoryFiles, DirectoryTransactions } from "../../hosts/node/directory-stores.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import { InputError, type CliOptions } from "./cli-options.ts";
import { checkFolder, prepareFolder, usable } from "./named-places.ts";
import { checkSinks, sinkTargets } from "./sink-targets.ts";

/** Where a run keeps its checkpoints and staged output. */
export interface Workplace {
  readonly jobId: string;
  /** Root of the checkpoint directories, without links; also kept in a temporary place when nobody asked to keep it. */
  readonly checkpoints: string;
  /** The job's own directory below it, which is there. */
  readonly directory: string;
  readonly files: DirectoryFiles;
  readonly transactions: DirectoryTransactions;
  /** True: the run goes on from a checkpoint that is there. */
  readonly restores: boolean;
  /** True: the checkpoints are kept where the person asked for them. */
  readonly keeps: boolean;
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
  if (existsSync(output)) checkFolder("--output", output);
  checkSinks(job, output);
  const writesFiles = job.document.operators.some((operator) => operator.type === "file-sink");
  if (writesFiles) prepareFolder("--output", output);
  const temporary = from === undefined && checkpointDirectory === undefined ? temporaryPlace(writesFiles ? output : tmpdir()) : undefined;
  // However the process ends, short of a kill.
  if (temporary !== undefined) process.once("exit", () => rmSync(temporary, { recursive: true, force: true }));
  const wanted = resolve(checkpointDirectory ?? from ?? temporary ?? ".");
  prepareFolder(checkpointDirectory === undefined ? "--from" : "--checkpoint-dir", wanted);
  const checkpoints = realpathSync.native(wanted);
  const jobId = from === undefined ? randomUUID().replaceAll("-", "") : newestJob(from);
  const directory = join(checkpoints, jobId);
  if (from !== undefined && realpathSync.native(from) !== checkpoints) copyPlain(join(from, jobId), directory);
  mkdirSync(join(directory, "taskowned"), { recursive: true });
  const owned = join(directory, "taskowned");
  return {
    jobId,
    checkpoints,
    directory,
    files: new DirectoryFiles(checkpoints),
    transactions: new DirectoryTransactions({
      staging: join(owned, "staged"),
      places: { file: output, table: join(owned, "table") },
      uid: jobId,
      mayPublish: sinkTargets(job),
    }),
    restores: from !== undefined,
    keeps: temporary === undefined,
    close() {
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/** Files are published by renaming them into place, so what is staged for them must lie on the same disk. */
const temporaryPlace = (beside: string): string => usable("--output", beside, () => mkdtempSync(join(beside, ".weir-")));

/** State in the checkpoint that `--from` goes on from. Throws `InputError` for a directory that is not one of Weir's. [CL14] */
export function restoredState({ from }: CliOptions): readonly VertexState[] {
  if (from === undefined) return [];
  const jobId = newestJob(from);
  checkPlain(join(from, jobId));
  const path = metadataPath(jobId, newestComplete(from, jobId));
  const text = new DirectoryFiles(from).readText(path);
  if (text.kind === "failed") throw new InputError(`--from: ${storageFailureText(text.failure)}`);
  const metadata = text.kind === "absent" ? undefined : parseMetadata(text.value, jobId);
  if (metadata === undefined) throw new InputError(`--from: ${join(from, path)} is not the metadata of a checkpoint of this version`);
  return metadata.vertices;
}

/** Job whose newest complete checkpoint is the newest of all below `directory`. */
function newestJob(directory: string): string {
  if (!existsSync(directory)) throw new InputError(`--from: there is no directory ${directory}`);
  checkFolder("--from", directory);
  const names = readdirSync(directory).filter((name) => /^\w{1,64}$/.test(name) && lstatSync(join(directory, name)).isDirectory());
  const jobs = names.map((jobId) => ({ jobId, checkpoint: newestComplete(directory, jobId) }));
  const [newest] = jobs.filter(({ checkpoint }) => checkpoint > 0).toSorted((left, right) => right.checkpoint - left.checkpoint);
  if (newest === undefined) throw new InputError(`--from: there is no complete checkpoint below ${directory}`);
  return newest.jobId;
}

function newestComplete(directory: string, jobId: string): CheckpointId {
  const ids = readdirSync(join(directory, jobId))
    .map(checkpointIdOf)
    .filter((id) => id !== undefined)
    .filter((id) => id > 0 && isComplete(directory, metadataPath(jobId, id)));
  return newestCheckpoint(...ids);
}

/** One that cannot be looked at may be the newest: nothing older is taken in its place. */
function isComplete(directory: string, metadata: string): boolean {
  const text = new DirectoryFiles(directory).readText(metadata);
  if (text.kind === "failed") throw new InputError(`--from: ${storageFailureText(text.failure)} (below ${directory})`);
  return text.kind === "found";
}

/** A directory of checkpoints may come from a stranger: it holds files and folders and nothing else, links least of all. */
function checkPlain(path: string): void {
  const found = lstatSync(path);
  if (found.isDirectory()) {
    for (const name of readdirSync(path)) checkPlain(join(path, name));
  } else if (!found.isFile()) {
    throw new InputError(`--from: ${path} is neither a file nor a folder; a directory of checkpoints holds nothing else`);
  }
}

function copyPlain(from: string, to: string): void {
  if (!lstatSync(from).isDirectory()) return copyFileSync(from, to);
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) copyPlain(join(from, name), join(to, name));
}
