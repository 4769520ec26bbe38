import { expect, test, vi } from "vitest";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { serveWorker } from "./serve-worker.ts";
import { emptyCatalog } from "../../runtime/testing/chain-deployment.ts";

test("[SB47] a promise that nobody awaits in a Web Worker is the failure of its task", () => {
  const said: unknown[] = [];
  const listeners = new Map<string, (event: { readonly reason: unknown }) => void>();
  vi.stubGlobal("postMessage", (message: unknown) => said.push(message));
  vi.stubGlobal("addEventListener", (type: string, listener: (event: { readonly reason: unknown }) => void) => listeners.set(type, listener));
  serveWorker(emptyCatalog, plainFunctions);
  vi.unstubAllGlobals();
  listeners.get("unhandledrejection")?.({ reason: new Proxy({}, { get: () => { throw new Error("run by the host"); } }) });
  expect(said).toEqual([{ kind: "ready" }, { kind: "over", failure: { message: "thrown object" } }]);
});
