import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { lookUp } from "../../base/lookup.ts";
import type { Lookup } from "../../base/lookup.ts";
import type { TransactionStore } from "../../runtime/environment.ts";
import { unfinishedSuffix } from "../stores.ts";
import type { CheckpointFiles } from "../stores.ts";
import { durableFlags } from "./durable-flags.ts";
import { inside } from "./inside.ts";
import { ifThere } from "./if-there.ts";

/** Checkpoint files below a directory, in Flink's layout. */
export class DirectoryFiles implements CheckpointFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  writeText(path: string, text: string): void {
    writeDurably(this.#path(path), new TextEncoder().encode(text));
  }

  readText(path: string): Lookup<string> {
    return lookUp("read", path, () => ifThere(() => readFileSync(this.#path(path), "utf8")));
  }

  writeBytes(path: string, bytes: Uint8Array): void {
    writeDurably(this.#path(path), bytes);
  }

  readBytes(path: string): Lookup<Uint8Array> {
    return lookUp("read", path, () => ifThere(() => readFileSync(this.#path(path))));
  }

  list(directory: string): Lookup<readonly string[]> {
    return lookUp("list", directory, () => ifThere(() => readdirSync(this.#path(directory))));
  }

  remove(path: string): void {
    rmSync(this.#path(path), { recursive: true, force: true });
  }

  #path(path: string): string {
    return inside(this.#root, path);
  }
}

/** Characters of a job id: enough to tell the runs in one folder apart. */
const uidLength = 8;

/** Directory of each kind of output; the kind is the first segment of a transaction's target. */
export interface Places {
  readonly file: string | undefined;
  readonly table: string;
}

export interface TransactionsOptions {
  readonly staging: string;
  readonly places: Places;
  readonly uid: string;
  /** Says whether the job has a sink that writes to this target; without it every target inside the places will do. */
  readonly mayPublish?: (target: string) => boolean;
}

/**
 * Two-phase output in directories: a staged part lies in `<staging>/<transaction>/` under its target's encoded name, and a commit renames
 * it into place. A rename is atomic, so a part is published whole or not at all; a second commit finds nothing staged.
 */
export class DirectoryTransactions implements TransactionStore {
  readonly #staging: string;
  readonly #places: Places;
  readonly #uid: string;
  readonly #mayPublish: (target: string) => boolean;
  readonly #published: string[] = [];

  /** `uid` tells the part files of this job from those that other runs have put into the same folder. [CN30] */
  constructor(options: TransactionsOptions) {
    this.#staging = options.staging;
    this.#places = options.places;
    this.#uid = options.uid.slice(0, uidLength);
    this.#mayPublish = options.mayPublish ?? (() => true);
  }

  stage(transaction: string, target: string, bytes: Uint8Array): void {
    this.abort(transaction);
    writeDurably(join(this.#staged(transaction), encodeURIComponent(target)), bytes);
  }

  commit(transaction: string): void {
    const directory = this.#staged(transaction);
    for (const name of ifThere(() => readdirSync(directory)) ?? []) {
      if (name.endsWith(unfinishedSuffix)) continue;
      const target = decodeURIComponent(name);
      const place = this.#place(target);
      mkdirSync(dirname(place), { recursive: true });
      renameSync(join(directory, name), place);
      this.#published.push(target);
    }
    rmSync(directory, { recursive: true, force: true });
  }

  /** Targets that were published since the last call, by commits that failed later on, too. */
  takePublished(): readonly string[] {
    return this.#published.splice(0);
  }

  abort(transaction: string): void {
    rmSync(this.#staged(transaction), { recursive: true, force: true });
  }

  /** Targets of the published parts of tables; they sort by checkpoint. Published files belong to the person and are not read. */
  get tableTargets(): readonly string[] {
    return filesBelow(this.#places.table, "").map((path) => `table/${path}`);
  }

  /** Content of a published part of a table. */
  readTable(target: string): Uint8Array {
    return readFileSync(this.#place(target));
  }

  /** A target's first segment says which kind of place it belongs to. */
  #place(target: string): string {
    const [kind = "", ...path] = target.split("/");
    if (!this.#mayPublish(target)) throw new Error(`No sink of the job writes to "${target}".`);
    const root = kind === "file" || kind === "table" ? this.#places[kind] : undefined;
    if (root === undefined) throw new Error(`There is no place for output of the kind "${kind}".`);
    const name = path.pop() ?? "";
    const unique = kind === "file" ? name.replace(/^part-/, `part-${this.#uid}-`) : name;
    return inside(root, [...path, unique].join("/"));
  }

  #staged(transaction: string): string {
    return inside(this.#staging, encodeURIComponent(transaction));
  }
}

/** Writes a file that is there in full, on the disk, or not at all. */
function writeDurably(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = path + unfinishedSuffix;
  const file = openSync(temporary, durableFlags);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function filesBelow(root: string, directory: string): string[] {
  return (ifThere(() => readdirSync(join(root, directory), { withFileTypes: true })) ?? [])
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(root, join(directory, entry.name)) : [join(directory, entry.name)]));
}
