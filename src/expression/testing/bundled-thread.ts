import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { rolldown } from "rolldown";

/** One script of a TypeScript entry, for threads that are started often: each would load every module again. */
export async function bundledScript(entry: string): Promise<string> {
  const bundle = await rolldown({ input: entry, platform: "node", logLevel: "silent" });
  const { output } = await bundle.generate({ format: "cjs", codeSplitting: false });
  await bundle.close();
  // Wrapped: what a script declares at its top would be properties of the global.
  return `"use strict";\n(() => {\n${output[0].code}\n})();`;
}

/** First message of a thread that runs `entry`; throws what it dies of. */
export async function messageOfThread<Message>(entry: string): Promise<Message> {
  const thread = new Worker(await bundledScript(entry), { eval: true });
  try {
    const [message] = (await once(thread, "message")) as [Message];
    return message;
  } finally {
    await thread.terminate();
  }
}
