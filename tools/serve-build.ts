import { join } from "node:path";
import { preview } from "vite";

export interface ServedBuild {
  /** With a slash at its end. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves `dist` as `vite preview` does, from this process and on whichever port is free: no run of tests is in another one's way. */
export async function serveBuild(): Promise<ServedBuild> {
  const server = await preview({ root: join(import.meta.dirname, ".."), logLevel: "error", preview: { port: 0 } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the built page is served at no address");
  return { address, close: () => server.close() };
}
