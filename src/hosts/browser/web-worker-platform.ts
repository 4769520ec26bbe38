import type { FromTask } from "../workers/task-message.ts";
import type { WorkerKind, WorkerPlatform } from "../workers/worker-pool.ts";
import { serveFiles } from "./file-relay.ts";
import type { JobFiles } from "./job-files.ts";
import type { FilesAtPort } from "./serve-worker.ts";

/**
 * Tasks in blob workers of the calling worker, which obey the policy of the job frame. `files`: those of the job, for tasks that have no
 * storage of their own; they reach them through this thread, so that what they ask for piles up here and not in the page.
 */
export function createWebWorkerPlatform(texts: Readonly<Record<WorkerKind, string>>, files?: () => JobFiles): WorkerPlatform {
  const blobOf = (text: string): Blob => new Blob([text], { type: "text/javascript" });
  const blobs = { plain: blobOf(texts.plain), functions: blobOf(texts.functions) };
  return {
    start(kind, listener) {
      // Each has an address of its own: by that a measurement tells one from the other.
      const url = URL.createObjectURL(blobs[kind]);
      const worker = new Worker(url, { name: kind });
      worker.onmessage = ({ data }: MessageEvent<FromTask>) => listener.onMessage(data);
      worker.onmessageerror = () => listener.onBroken("a message could not be read");
      worker.onerror = (event) => {
        event.preventDefault();
        listener.onBroken(event.message || "the worker did not start");
      };
      const stopServing = files === undefined ? () => {} : serveWorkersFiles(worker, files);
      return {
        name: url,
        post: (message, transfer = []) => worker.postMessage(message, transfer.filter((end) => end instanceof MessagePort)),
        terminate() {
          worker.terminate();
          URL.revokeObjectURL(url);
          stopServing();
        },
      };
    },
  };
}

function serveWorkersFiles(worker: Worker, files: () => JobFiles): () => void {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ kind: "files" } satisfies FilesAtPort, [port2]);
  const later: JobFiles = {
    create: async (path) => files().create(path),
    read: async (path) => files().read(path),
    file: async (path) => files().file(path),
    list: async (path) => files().list(path),
    move: async (from, to) => files().move(from, to),
    remove: async (path) => files().remove(path),
  };
  return serveFiles(port1, later);
}
