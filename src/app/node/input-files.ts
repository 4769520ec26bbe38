import { closeSync, constants, existsSync, fstatSync, openSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { CompiledJob } from "../../graph/compile-job.ts";
import { contains } from "../../hosts/node/inside.ts";
import { systemReason } from "../../hosts/node/system-reason.ts";
import { InputError, type CliOptions } from "./cli-options.ts";
import { isOfSystem } from "./named-places.ts";

/** Files of a job's sources, opened for reading, by the names that the job gives them. */
export interface InputFiles {
  readonly descriptors: ReadonlyMap<string, number>;
  close(): void;
}

/** Files that a job may read: each takes a descriptor of the process. */
const filesMax = 1_000;

/**
 * Opens what the sources of a job read. A name of the job is only a name: the file behind it is the one that the command line gives with
 * `--input`, or lies below a folder that it gives with `--allow`, by its real path. Throws `InputError`. [CL6] [CL10] [CL11]
 */
export function openInputs({ document }: CompiledJob, options: CliOptions): InputFiles {
  const sources = document.operators.filter(({ type }) => type === "file-source");
  const names = [...new Set(sources.flatMap(({ config }) => config["files"] as readonly string[]))];
  const stray = [...options.inputs.keys()].find((name) => !names.includes(name));
  if (stray !== undefined) {
    const known = names.length === 0 ? "it reads no files" : `it reads ${names.join(", ")}`;
    throw new InputError(`--input ${stray}: the job reads no file of that name; ${known}`);
  }
  if (names.length > filesMax) throw new InputError(`the job reads ${names.length} files; at most ${filesMax} can be read at once`);
  const descriptors = new Map<string, number>();
  const close = (): void => {
    for (const descriptor of descriptors.values()) closeSync(descriptor);
    descriptors.clear();
  };
  try {
    for (const name of names) {
      const given = options.inputs.get(name);
      if (given === undefined) descriptors.set(name, openRegular(allowedPath(name, options.allowed), `the job reads ${name}`));
      else descriptors.set(name, openRegular(realPath(given, `--input ${name}=${given}`), `--input ${name}=${given}`));
    }
  } catch (error) {
    close();
    throw error;
  }
  return { descriptors, close };
}

/** Size of the file that a job calls so; 0 of one that cannot be opened, which `openInputs` says. */
export function inputBytes(name: string, { inputs, allowed }: Pick<CliOptions, "inputs" | "allowed">): number {
  try {
    return statSync(inputs.get(name) ?? allowedPath(name, allowed)).size;
  } catch {
    return 0;
  }
}

function openRegular(path: string, about: string): number {
  if (isOfSystem(path)) {
    throw new InputError(`${about}: ${path} is the system's, not a file of records`);
  }
  if (!statSync(path).isFile()) throw new InputError(`${about}: ${path} is not a regular file`);
  let descriptor: number;
  try {
    // What was put in the file's place since it was looked at is neither followed nor waited for.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw new InputError(`${about}: ${systemReason(error)}`, { cause: error });
  }
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new InputError(`${about}: ${path} is not a regular file`);
}

function realPath(path: string, about: string): string {
  if (!existsSync(path)) throw new InputError(`${about}: there is no such file`);
  return realpathSync.native(path);
}

/** Real path of a file that the job names itself: looked for below each allowed folder, then from where the command was given. */
function allowedPath(name: string, allowed: readonly string[]): string {
  const give = `give it with --input ${name}=FILE`;
  if (allowed.length === 0) throw new InputError(`the job reads ${name}: ${give}, or allow the folder it is in with --allow DIR`);
  for (const folder of allowed) {
    const root = realPath(folder, `--allow ${folder}`);
    for (const place of [join(root, name), resolve(name)]) {
      if (name.includes("\0") || !existsSync(place)) continue;
      const path = realpathSync.native(place);
      if (!contains(root, path)) continue;
      if (!relative(root, path).split(sep).some((part) => part.startsWith("."))) return path;
      throw new InputError(`the job reads ${name}, a hidden file or one in a hidden folder: ${give} if it may`);
    }
  }
  throw new InputError(`the job reads ${name}, and there is no such file below ${allowed.join(" or ")}: ${give}`);
}
