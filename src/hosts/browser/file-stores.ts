import { lookUpLater } from "../storage-answers.ts";
import { unfinishedSuffix } from "../stores.ts";
import type { PublishedPart } from "../stores.ts";
import type { TransactionOperation } from "../workers/task-message.ts";
import type { WorkerStores } from "../workers/worker-stores.ts";
import { writeParts } from "./job-files.ts";
import type { JobFiles } from "./job-files.ts";

/**
 * Stores of one job over its files: checkpoints in Flink's layout, two-phase output in the job's `taskowned`
 * directory. A staged part lies at `staged/<transaction>/<target>`; a commit moves it to `published/<number>/<target>`, in one
 * atomic step, so it is published once however often it is committed, and survives a reload. [HB6]
 */
export function createFileStores(jobId: string, files: JobFiles): WorkerStores {
  const staged = `${jobId}/taskowned/staged`;
  const published = `${jobId}/taskowned/published`;
  let opening: Promise<PublishedPart[]> | undefined;
  /** Looked for again after a failure: what was moved then is not known. */
  const lookAgain = (): void => {
    opening = undefined;
  };
  const open = (): Promise<PublishedPart[]> => {
    if (opening === undefined) {
      opening = listPublished(files, published);
      opening.catch(lookAgain);
    }
    return opening;
  };

  const publish = async (transaction: string): Promise<void> => {
    const directory = `${staged}/${encodeURIComponent(transaction)}`;
    const parts = await open();
    for (const name of await files.list(directory)) {
      if (name.endsWith(unfinishedSuffix)) continue;
      const place = `${published}/${String(parts.length).padStart(9, "0")}/${name}`;
      await files.move(`${directory}/${name}`, place);
      parts.push(publishedPart(files, place));
    }
    await files.remove(directory);
  };
  const abort = (transaction: string): Promise<void> => files.remove(`${staged}/${encodeURIComponent(transaction)}`);
  const carryOut = async (operation: TransactionOperation): Promise<void> => {
    const { transaction } = operation;
    if (operation.kind === "commit") return publish(transaction);
    await abort(transaction);
    if (operation.kind === "stage") {
      await writeParts(files, `${staged}/${encodeURIComponent(transaction)}/${encodeURIComponent(operation.target)}`, [operation.bytes]);
    }
  };
  let queue: Promise<unknown> = Promise.resolve();
  return {
    writeText: (path, text) => writeParts(files, path, [new TextEncoder().encode(text)]),
    readText: (path) =>
      lookUpLater("read", path, async () => {
        const bytes = await files.read(path);
        return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
      }),
    list: (directory) => lookUpLater("list", directory, () => files.list(directory)),
    async remove(path) {
      if (path === jobId) lookAgain();
      await files.remove(path);
    },
    apply(operation) {
      const done = queue.then(() => carryOut(operation));
      queue = done.catch(lookAgain);
      return done;
    },
    published: open,
  };
}

async function listPublished(files: JobFiles, directory: string): Promise<PublishedPart[]> {
  const parts: PublishedPart[] = [];
  for (const number of await files.list(directory)) {
    for (const name of await files.list(`${directory}/${number}`)) parts.push(publishedPart(files, `${directory}/${number}/${name}`));
  }
  return parts;
}

function publishedPart(files: JobFiles, place: string): PublishedPart {
  const name = place.slice(place.lastIndexOf("/") + 1);
  const file = async (): Promise<File> => {
    const found = await files.file(place);
    if (found === undefined) throw new Error(`the published file ${place} is gone`);
    return found;
  };
  return { target: decodeURIComponent(name), file, read: async () => new Uint8Array(await (await file()).arrayBuffer()) };
}
