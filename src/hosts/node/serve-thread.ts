import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { lookUpLater } from "../storage-answers.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { FunctionCompiler } from "../../runtime/environment.ts";
import { serveTask } from "../workers/serve-task.ts";
import type { MessageEnd, ToTask } from "../workers/task-message.ts";
import { unfinishedSuffix } from "../stores.ts";
import { durableFlags } from "./durable-flags.ts";
import { notThere } from "./if-there.ts";
import { inside } from "./inside.ts";
import type { collectRequest, GarbageCollected, ThreadData } from "./thread-data.ts";

/** Serves one task in this worker_thread. */
export function serveThread(catalog: RuntimeCatalog, functions: FunctionCompiler): void {
  const port = parentPort;
  if (port === null) throw new Error("a task thread is started by a job, not by hand");
  const { checkpoints } = workerData as ThreadData;
  // Node's global is looked up by a getter, which takes longer than to read the clock.
  const watch = performance;
  const origin = watch.timeOrigin;
  const { receive, broken } = serveTask({
    catalog,
    functions,
    post: (message, transfer = []) => port.postMessage(message, transfer),
    readFile: (path) => lookUpLater("read", path, async () => readFile(inside(checkpoints, path)).catch(notThere)),
    writeFile: async (path, parts) => writeDurably(inside(checkpoints, path), parts),
    yieldToEvents: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => origin + watch.now(),
  });
  port.on("message", (message: ToTask | typeof collectRequest) => {
    if (message.kind === "deploy" && message.setting.links.kind === "ports") {
      for (const end of message.setting.links.channels) takePlainMessages(end.port);
    }
    if (message.kind !== "collectGarbage") return receive(message);
    port.postMessage({ kind: "garbageCollected", left: collectGarbage() } satisfies GarbageCollected);
  });
  process.on("unhandledRejection", broken);
  port.postMessage({ kind: "ready" });
}

/** What V8's collector is asked for: a last resort also waits for threads that still give back the contents of buffers. */
const thoroughly = { type: "major", execution: "sync", flavor: "last-resort" } as const;

/** V8 has its collector ready for a new context only, and only while the flag is set; code compiled earlier is refused while it is. */
function collectGarbage(): GarbageCollected["left"] {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (how: typeof thoroughly) => void;
  setFlagsFromString("--no-expose-gc");
  collect(thoroughly);
  const { used_heap_size, external_memory } = getHeapStatistics();
  return { used_heap_size, external_memory };
}

/**
 * Messages come without an event object around them, whose class would have to be loaded first, and with it the network client: in a
 * sealed thread neither is to be had. [HB21]
 */
function takePlainMessages(port: MessageEnd): void {
  Object.defineProperty(port, "onmessage", {
    set(listener: (event: { readonly data: unknown }) => void) {
      (port as unknown as MessagePort).on("message", (data: unknown) => listener({ data }));
    },
  });
}

async function writeDurably(path: string, parts: readonly Uint8Array[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = path + unfinishedSuffix;
  const file = await open(unfinished, durableFlags);
  try {
    for (const part of parts) for (let at = 0; at < part.length; ) at += (await file.write(part, at)).bytesWritten;
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
