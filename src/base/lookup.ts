export const storageOperations = ["read", "write", "list", "remove", "stage", "commit", "abort"] as const;
/** What was asked of storage. */
export type StorageOperation = (typeof storageOperations)[number];

/** A call of storage that failed: what was asked, where, and the reason in the words of whoever keeps the files. Plain data. */
export interface StorageFailure {
  readonly operation: StorageOperation;
  /** Path below the checkpoint directory, or a transaction. */
  readonly path: string;
  readonly cause: string;
}

export interface Found<Value> {
  readonly kind: "found";
  readonly value: Value;
}

export interface Failed {
  readonly kind: "failed";
  readonly failure: StorageFailure;
}

/**
 * What a look into storage came to. `absent` is knowledge: it says that nothing is there, so that what depends on it may be removed.
 * Whoever does not know answers `failed`. [ST60]
 */
export type Lookup<Value> = Found<Value> | { readonly kind: "absent" } | Failed;

export const absent = { kind: "absent" } as const;

export const found = <Value>(value: Value): Found<Value> => ({ kind: "found", value });

/** What is there, by a reader that gives `undefined` for nothing and throws when it cannot tell. */
export function lookUp<Value>(operation: StorageOperation, path: string, read: () => Value | undefined): Lookup<Value> {
  try {
    const value = read();
    return value === undefined ? absent : found(value);
  } catch (error) {
    return { kind: "failed", failure: storageFailure(operation, path, error) };
  }
}

/** Why `call` failed; undefined when it did not. */
export function failureOf(operation: StorageOperation, path: string, call: () => void): StorageFailure | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return storageFailure(operation, path, error);
  }
}

export function storageFailure(operation: StorageOperation, path: string, error: unknown): StorageFailure {
  return { operation, path, cause: error instanceof Error ? error.message : String(error) };
}

const deeds: Readonly<Record<StorageOperation, string>> = {
  read: "reading",
  write: "writing",
  list: "listing",
  remove: "removing",
  stage: "staging",
  commit: "publishing",
  abort: "dropping",
};

/** A failure in one line, for a person. */
export const storageFailureText = ({ operation, path, cause }: StorageFailure): string => `${deeds[operation]} ${path} failed: ${cause}`;
