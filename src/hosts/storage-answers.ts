import { absent, found, storageFailure } from "../base/lookup.ts";
import type { Lookup, StorageFailure, StorageOperation } from "../base/lookup.ts";

/** As `lookUp`, by a reader that takes time. */
export async function lookUpLater<Value>(
  operation: StorageOperation,
  path: string,
  read: () => Value | undefined | Promise<Value | undefined>,
): Promise<Lookup<Value>> {
  try {
    const value = await read();
    return value === undefined ? absent : found(value);
  } catch (error) {
    return { kind: "failed", failure: storageFailure(operation, path, error) };
  }
}

/** As `failureOf`, of a call that takes time. */
export async function failureLater(
  operation: StorageOperation,
  path: string,
  call: () => void | Promise<void>,
): Promise<StorageFailure | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return storageFailure(operation, path, error);
  }
}
