import type { FromTask } from "../workers/task-message.ts";
import type { WorkerKind, WorkerPlatform } from "../workers/worker-pool.ts";

/** Tasks in blob workers of the calling worker, which obey the policy of the job frame. */
export function webWorkerPlatform(texts: Readonly<Record<WorkerKind, string>>): WorkerPlatform {
  const urlOf = (text: string): string => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const urls = { plain: urlOf(texts.plain), functions: urlOf(texts.functions) };
  return {
    start(kind, listener) {
      const worker = new Worker(urls[kind], { name: kind });
      worker.onmessage = ({ data }: MessageEvent<FromTask>) => listener.onMessage(data);
      worker.onmessageerror = () => listener.onBroken("a message could not be read");
      worker.onerror = (event) => {
        event.preventDefault();
        listener.onBroken(event.message || "the worker did not start");
      };
      return {
        post: (message, transfer = []) => worker.postMessage(message, transfer.filter((end) => end instanceof MessagePort)),
        terminate: () => worker.terminate(),
      };
    },
  };
}
