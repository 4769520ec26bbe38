/** Where the files of a job in a cell are kept: a worker of the page, because only workers write to the private file system in place. */
export interface CellStorage {
  /** For the cell: the files of this one job. */
  readonly port: MessagePort;
  /** Lets go of everything that is open. */
  close(): void;
}

/** What the storage worker is told first. */
export interface CellStorageSetting {
  readonly jobId: string;
}

/** Opens the storage of job `jobId`: its checkpoints and output survive a reload of the page, as those of one's own jobs do. [HB43] */
export function openCellStorage(jobId: string, onBroken: (message: string) => void): CellStorage {
  const worker = new Worker(new URL("workers/cell-storage.js", document.baseURI), { name: "cell storage" });
  worker.onerror = (event) => onBroken(`the storage of the isolated job broke: ${event.message ?? "it did not start"}`);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ jobId } satisfies CellStorageSetting, [port1]);
  return { port: port2, close: () => worker.terminate() };
}
