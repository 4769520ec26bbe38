import type { Stores } from "../in-process/run-in-process.ts";

/** Checkpoint that `path` belongs to: its directory or its metadata. */
const checkpointOf = (path: string): number | undefined => {
  const match = /\/chk-(\d+)(\/_metadata)?$/.exec(path);
  return match === null ? undefined : Number(match[1]);
};

/**
 * Watches what is done to complete checkpoints: the last one is removed at the end of a job only. Stands in front of everything that may
 * fail, so that it sees what the job was told.
 */
export class CompleteCheckpoints {
  readonly #complete = new Set<number>();
  readonly #removed: number[] = [];
  #wentOn = false;

  /** Newest complete checkpoints that were removed though the job went on, or is to go on from them later. */
  broken(status: string | undefined): readonly number[] {
    return status === "FINISHED" && !this.#wentOn ? [] : this.#removed;
  }

  watch({ files, transactions }: Stores): Stores {
    const goOn = (): void => {
      if (this.#removed.length > 0) this.#wentOn = true;
    };
    return {
      transactions,
      files: {
        readText: (path) => files.readText(path),
        list: (directory) => files.list(directory),
        readBytes: (path) => files.readBytes(path),
        writeText: (path, text) => {
          goOn();
          files.writeText(path, text);
          const id = checkpointOf(path);
          if (id !== undefined) this.#complete.add(id);
        },
        writeBytes: (path, bytes) => {
          goOn();
          files.writeBytes(path, bytes);
        },
        remove: (path) => {
          const id = checkpointOf(path);
          if (id !== undefined && this.#complete.delete(id) && [...this.#complete].every((other) => other < id)) this.#removed.push(id);
          files.remove(path);
        },
      },
    };
  }
}
