import { dirname } from "node:path";

/** Folders of scripts, each once. */
export function foldersOf(scripts: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set(Object.values(scripts).map((script) => dirname(script)))];
}

export interface Granted {
  /** Files, and folders with all that is or comes below them, without links. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/**
 * Flags of Node.js that leave a process or a thread the files in `granted`, and of the rest nothing: no other processes, native code,
 * WASI or inspector, and no threads (see `processFlags`). SQLite is off because it opens files past the permission model. For the
 * network Node.js 24 has no permission (25 has, and closes it): see `sealRealm`. Throws for a path that could mean more than one. [HB20]
 */
export function permissionFlags({ reads, writes }: Granted): readonly string[] {
  const ambiguous = [...reads, ...writes].find((path) => path.includes("*"));
  if (ambiguous !== undefined) throw new Error(`${ambiguous}: a path with * cannot be granted to a process`);
  return [
    "--permission",
    "--no-experimental-sqlite",
    "--no-experimental-websocket",
    "--disable-warning=SecurityWarning",
    ...reads.map((path) => `--allow-fs-read=${path}`),
    ...writes.map((path) => `--allow-fs-write=${path}`),
  ];
}

/** Besides `permissionFlags`, for the process itself: its threads come without this, so they start none. */
export const processFlags = ["--allow-worker", "--disable-sigusr1"] as const;
