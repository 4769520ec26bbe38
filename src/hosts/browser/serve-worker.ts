import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { FunctionCompiler } from "../../runtime/environment.ts";
import { serveTask } from "../workers/serve-task.ts";
import type { FromTask, ToTask } from "../workers/task-message.ts";
import { epochNow, eventLoopHop } from "./event-loop.ts";
import { opfsFiles } from "./opfs-files.ts";

/** The part of a worker's global that is used here; the browser's types know the page's global only. */
interface WorkerScope {
  postMessage(message: FromTask, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: ToTask }) => void): void;
}

/** Serves one task in this Web Worker. */
export function serveWorker(catalog: RuntimeCatalog, functions: FunctionCompiler): void {
  const scope = globalThis as unknown as WorkerScope;
  const post = scope.postMessage.bind(scope);
  const hop = eventLoopHop();
  const receive = serveTask({
    catalog,
    functions,
    post: (message, transfer = []) => post(message, transfer),
    readFile: (path) => opfsFiles.read(path),
    writeFile: (path, parts) => opfsFiles.writeParts(path, parts, hop),
    yieldToEvents: hop,
    now: epochNow,
  });
  scope.addEventListener("message", ({ data }) => receive(data));
  post({ kind: "ready" }, []);
}
