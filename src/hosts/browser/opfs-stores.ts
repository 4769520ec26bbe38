import type { PublishedPart } from "../stores.ts";
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
  let opening: Promise<PublishedPart[]> | undefined;
  const open = (): Promise<PublishedPart[]> => (opening ??= listPublished(published));

  const publish = async (transaction: string): Promise<void> => {
    const directory = `${staged}/${encodeURIComponent(transaction)}`;
    const files = await open();
    for (const name of await opfsFiles.list(directory)) {
      const place = `${published}/${String(files.length).padStart(9, "0")}/${name}`;
      await opfsFiles.move(`${directory}/${name}`, place);
      files.push(publishedPart(place));
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
    published: open,
  };
}

async function listPublished(directory: string): Promise<PublishedPart[]> {
  const parts: PublishedPart[] = [];
  for (const number of await opfsFiles.list(directory)) {
    for (const name of await opfsFiles.list(`${directory}/${number}`)) parts.push(publishedPart(`${directory}/${number}/${name}`));
  }
  return parts;
}

function publishedPart(place: string): PublishedPart {
  const name = place.slice(place.lastIndexOf("/") + 1);
  const file = async (): Promise<File> => {
    const found = await opfsFiles.file(place);
    if (found === undefined) throw new Error(`the published file ${place} is gone`);
    return found;
  };
  return { target: decodeURIComponent(name), file, read: async () => new Uint8Array(await (await file()).arrayBuffer()) };
}
