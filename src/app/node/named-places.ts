import { existsSync, mkdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { contains } from "../../hosts/node/inside.ts";
import { systemReason } from "../../hosts/node/system-reason.ts";
import { InputError } from "./cli-options.ts";

/** Folders of the system whose entries are no files of a person, though some look like one. */
const systemFolders = ["/dev", "/proc", "/sys"];

export const isOfSystem = (path: string): boolean => systemFolders.some((folder) => contains(folder, path));

/** Uses a place that an option names; what the system says against it becomes an `InputError` of the option. [CL61] */
export function usable<Result>(option: string, path: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw new InputError(`${option}: ${path}: ${systemReason(error)}`, { cause: error });
  }
}

/** Throws `InputError` where what is there is no folder. */
export function checkFolder(option: string, path: string): void {
  if (!usable(option, path, () => statSync(path)).isDirectory()) throw new InputError(`${option}: ${path} is not a folder`);
}

/** Makes the folder that an option names, unless it is there. Throws `InputError`. */
export function prepareFolder(option: string, path: string): void {
  if (isOfSystem(resolve(path))) throw new InputError(`${option}: ${path} is the system's, not a place for files`);
  if (existsSync(path)) checkFolder(option, path);
  usable(option, path, () => mkdirSync(path, { recursive: true }));
}
