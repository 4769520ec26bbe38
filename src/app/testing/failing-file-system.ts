import fs from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/** Which call of the file system below a root fails: the `nth` of its kind, over all threads of a run, or it and all calls behind it. */
export interface FileFailure {
  /** What is called, and on what, as `callsBelow` has it. */
  readonly kind: string;
  readonly nth: number;
  readonly forGood: boolean;
  /** When it has done what was asked. */
  readonly late: boolean;
}

const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = fs;

/** Beside the root, so that the job does not find it. */
const planOf = (root: string): string => `${root}.plan`;
const callsOf = (root: string): string => `${root}.calls`;

/** From now on the calls below `root` of every thread that has `failFileSystem` are noted, and fail as `failures` say. */
export function planFailures(root: string, failures: readonly FileFailure[]): void {
  writeFileSync(callsOf(root), "");
  writeFileSync(planOf(root), JSON.stringify(failures));
}

/** The kinds of the calls so far: `renameSync test/chk-N/_metadata.part`. */
export const callsBelow = (root: string): readonly string[] => readFileSync(callsOf(root), "utf8").split("\n").slice(0, -1);

/** All calls work again, and are noted no more. */
export function healFileSystem(root: string): void {
  rmSync(planOf(root), { force: true });
}

/** A path without what tells the files of a kind apart. */
const placeOf = (path: string): string =>
  path
    .replace(/(?<=taskowned\/staged\/[^/]+\/).+?(?=(\.part)?$)/, "PART")
    .replace(/(?<=taskowned\/staged\/)[^/]+/, "TRANSACTION")
    .replace(/(?<=taskowned\/table\/)[^/]+/, "SINK")
    .replaceAll(/\d+/g, "N");

/** Whether the failure strikes the last of `calls`. */
function strikes({ kind, nth, forGood }: FileFailure, calls: readonly string[]): boolean {
  const count = calls.filter((call) => call === kind).length;
  return forGood ? count >= nth : count === nth && calls.at(-1) === kind;
}

/** In this thread, calls of the file system below planned roots are noted, and fail as planned. */
export function failFileSystem(rootOf: (path: string) => string | undefined): void {
  const planned = (name: string, path: unknown): FileFailure | undefined => {
    const root = typeof path === "string" ? rootOf(path) : undefined;
    if (root === undefined || !existsSync(planOf(root))) return undefined;
    const call = `${name} ${placeOf(String(path).slice(root.length + 1))}`;
    appendFileSync(callsOf(root), `${call}\n`);
    const failures = JSON.parse(readFileSync(planOf(root), "utf8")) as readonly FileFailure[];
    const calls = callsBelow(root);
    return failures.find((failure) => strikes(failure, calls));
  };
  const refusal = (name: string, path: unknown): Error => Object.assign(new Error(`EIO: ${name} ${String(path)} fails on purpose`), { code: "EIO" });
  const calls = fs as unknown as Record<string, (...args: readonly unknown[]) => unknown>;
  for (const name of ["mkdirSync", "openSync", "readdirSync", "readFileSync", "renameSync", "rmSync"]) {
    const call = calls[name];
    calls[name] = (...args) => {
      const failure = planned(name, args[0]);
      if (failure === undefined) return call?.(...args);
      const done = failure.late ? call?.(...args) : undefined;
      if (typeof done === "number") fs.closeSync(done);
      throw refusal(name, args[0]);
    };
  }
  const later = promises as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
  for (const name of ["mkdir", "open", "readFile", "rename"]) {
    const call = later[name];
    later[name] = async (...args) => {
      const failure = planned(name, args[0]);
      if (failure === undefined) return call?.(...args);
      const done = failure.late ? await call?.(...args) : undefined;
      if (name === "open") await (done as { close(): Promise<void> } | undefined)?.close();
      throw refusal(name, args[0]);
    };
  }
  syncBuiltinESMExports();
}
