import { engineMessage } from "../base/engine-messages.ts";
import type { Lookup } from "../base/lookup.ts";
import type { TaskRestore } from "../graph/task-deployment.ts";
import { StorageError } from "../runtime/storage-error.ts";

/** Paths of the snapshot files that `restore` refers to, each once. */
export function filesOf(restore: TaskRestore | undefined): readonly string[] {
  const parts = (restore?.operators ?? []).flatMap(({ keyGroups, operatorStates }) => [
    ...keyGroups,
    ...operatorStates.flatMap(({ elements }) => elements),
  ]);
  return [...new Set(parts.map(({ file }) => file))];
}

/** Bytes of a snapshot file, which a complete checkpoint must have. Throws `StorageError` when it has not, or cannot be read. */
export function requireBytes(path: string, bytes: Lookup<Uint8Array>): Uint8Array {
  if (bytes.kind === "found") return bytes.value;
  throw new StorageError(bytes.kind === "failed" ? bytes.failure : { operation: "read", path, cause: engineMessage("fileMissing") });
}
