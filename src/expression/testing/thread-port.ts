/** The other side of a test's thread, a worker_thread or a Web Worker. To be taken before any guest runs. */
export interface ThreadPort<Received, Sent> {
  postMessage(message: Sent): void;
  receive(listener: (message: Received) => void): void;
}

export function portOfThisThread<Received, Sent>(): ThreadPort<Received, Sent> {
  const parent = globalThis.process?.getBuiltinModule?.("node:worker_threads").parentPort;
  if (parent) {
    // A promise that a guest left rejected is no answer.
    globalThis.process.on("unhandledRejection", () => undefined);
    return { postMessage: parent.postMessage.bind(parent), receive: (listener) => void parent.on("message", listener) };
  }
  const post = globalThis.postMessage.bind(globalThis);
  return { postMessage: (reply) => post(reply), receive: (listener) => globalThis.addEventListener("message", (event) => listener(event.data)) };
}
