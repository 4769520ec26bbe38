import { lookUpLater } from "../storage-answers.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { FunctionCompiler } from "../../runtime/environment.ts";
import { serveTask } from "../workers/serve-task.ts";
import type { FromTask, ToTask } from "../workers/task-message.ts";
import { epochNow, eventLoopYield } from "./event-loop.ts";
import { filesByPort } from "./file-relay.ts";
import { writeParts } from "./job-files.ts";
import type { JobFiles } from "./job-files.ts";
import { opfsFiles } from "./opfs-files.ts";

/** The part of a worker's global that is used here; the browser's types know the page's global only. */
interface WorkerScope {
  postMessage(message: FromTask, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: Received) => void): void;
  addEventListener(type: "unhandledrejection", listener: (event: { readonly reason: unknown }) => void): void;
}

interface Received {
  readonly data: ToTask | FilesAtPort;
  readonly ports: readonly MessagePort[];
}

/** To a task of a cell, with a port, before anything else: there it finds the files of its job. */
export interface FilesAtPort {
  readonly kind: "files";
}

/** Serves one task in this Web Worker. */
export function serveWorker(catalog: RuntimeCatalog, functions: FunctionCompiler): void {
  const scope = globalThis as unknown as WorkerScope;
  const post = scope.postMessage.bind(scope);
  const hop = eventLoopYield();
  let files: JobFiles = opfsFiles;
  const { receive, broken } = serveTask({
    catalog,
    functions,
    post: (message, transfer = []) => post(message, transfer),
    readFile: (path) => lookUpLater("read", path, () => files.read(path)),
    writeFile: (path, parts) => writeParts(files, path, parts, hop),
    yieldToEvents: hop,
    now: epochNow,
  });
  scope.addEventListener("message", ({ data, ports: [port] }) => {
    if (data.kind !== "files") receive(data);
    else if (port !== undefined) files = filesByPort(port);
  });
  scope.addEventListener("unhandledrejection", ({ reason }) => broken(reason));
  post({ kind: "ready" }, []);
}
