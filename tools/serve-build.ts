import { join } from "node:path";
import { preview, type Plugin } from "vite";

export interface ServedBuild {
  /** With a slash at its end. */
  readonly address: string;
  close(): Promise<void>;
}

/** Address of a page of nothing, isolated as the built one: a browser comes from it and goes to it in the same process. It asks for no icon. */
export const outside = "outside.html";

const nothing: Plugin = {
  name: "page of nothing",
  configurePreviewServer: ({ middlewares, config }) =>
    void middlewares.use(`/${outside}`, (_, response) => {
      response.writeHead(200, { ...config.preview.headers, "Content-Type": "text/html" }).end('<!doctype html><link rel="icon" href="data:,">');
    }),
};

/** Serves `dist`, or a build in another folder, as `vite preview` does, from this process and on whichever port is free: no run of tests is in another one's way. */
export async function serveBuild(directory = "dist"): Promise<ServedBuild> {
  const server = await preview({ root: join(import.meta.dirname, ".."), logLevel: "error", plugins: [nothing], build: { outDir: directory }, preview: { port: 0 } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the built page is served at no address");
  return { address, close: () => server.close() };
}
