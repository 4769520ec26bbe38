import type { CommittedFile } from "../stores.ts";
import type { TransactionOperation } from "../workers/task-message.ts";
import type { WorkerStores } from "../workers/worker-stores.ts";
import { opfsFiles } from "./opfs-files.ts";

/**
 * Stores of one job in the origin private file system: checkpoints in Flink's layout, two-phase output in the job's `taskowned`
 * directory. A staged part lies at `staged/<transaction>/<target>`; a commit moves it to `published/<number>/<target>`, in one
 * atomic step, so it is published once however often it is committed, and survives a reload. [HB6]
 */
export function opfsStores(jobId: string): WorkerStores {
  const staged = `${jobId}/taskowned/staged`;
  const published = `${jobId}/taskowned/published`;
  let opening: Promise<CommittedFile[]> | undefined;
  const open = (): Promise<CommittedFile[]> => (opening ??= readPublished(published));

  const publish = async (transaction: string): Promise<void> => {
    const directory = `${staged}/${encodeURIComponent(transaction)}`;
    const files = await open();
    for (const name of await opfsFiles.list(directory)) {
      const place = `${published}/${String(files.length).padStart(9, "0")}/${name}`;
      await opfsFiles.move(`${directory}/${name}`, place);
      files.push({ target: decodeURIComponent(name), bytes: (await opfsFiles.read(place)) ?? new Uint8Array() });
    }
    await opfsFiles.remove(directory);
  };
  const abort = (transaction: string): Promise<void> => opfsFiles.remove(`${staged}/${encodeURIComponent(transaction)}`);
  const carryOut = async (operation: TransactionOperation): Promise<void> => {
    const { transaction } = operation;
    if (operation.kind === "commit") return publish(transaction);
    await abort(transaction);
    if (operation.kind === "stage") {
      await opfsFiles.write(`${staged}/${encodeURIComponent(transaction)}/${encodeURIComponent(operation.target)}`, operation.bytes);
    }
  };
  let queue: Promise<unknown> = Promise.resolve();
  return {
    writeText: (path, text) => opfsFiles.write(path, new TextEncoder().encode(text)),
    async readText(path) {
      const bytes = await opfsFiles.read(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    list: (directory) => opfsFiles.list(directory),
    async remove(directory) {
      await opfsFiles.remove(directory);
      if (directory === jobId) opening = undefined;
    },
    apply(operation) {
      const done = queue.then(() => carryOut(operation));
      queue = done.catch(() => undefined);
      return done;
    },
    committed: open,
  };
}

async function readPublished(directory: string): Promise<CommittedFile[]> {
  const files: CommittedFile[] = [];
  for (const number of await opfsFiles.list(directory)) {
    for (const name of await opfsFiles.list(`${directory}/${number}`)) {
      const bytes = await opfsFiles.read(`${directory}/${number}/${name}`);
      if (bytes !== undefined) files.push({ target: decodeURIComponent(name), bytes });
    }
  }
  return files;
}
