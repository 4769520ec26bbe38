import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { rolldown } from "rolldown";
import { defineConfig, type Connect, type Plugin } from "vite";
import { bundledLicences, seenModules } from "./src/app/node/bundled-licences.ts";

/** Isolation gives the page and its workers shared memory and fine clocks. What is sent is what it says it is, and no address of ours goes out. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

/**
 * The page evaluates no text and talks to its own origin only. Styles may be inline because the component libraries write style
 * elements; that runs nothing. The job frame has a policy of its own (public/job-frame.html).
 */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * Workers of a job: each one self-contained classic script, handed as text to the job frame, which makes blob workers of it. The storage
 * of a cell is the page's own worker: it runs no text of a job.
 */
const workers: Readonly<Record<string, string>> = {
  "workers/control.js": "src/app/browser/control-worker.ts",
  "workers/task.js": "src/app/browser/task-worker.ts",
  "workers/locked-task.js": "src/app/browser/locked-task-worker.ts",
  "workers/cell-storage.js": "src/app/browser/cell-storage-worker.ts",
};

/** Modules that the build holds, for the list of their licences. */
const modules = new Set<string>();

async function bundleWorker(input: string, minify: boolean, define: Record<string, string> = {}): Promise<string> {
  const bundle = await rolldown({ input, platform: "browser", logLevel: "warn", transform: { define } });
  const { output } = await bundle.generate({ format: "iife", minify, codeSplitting: false });
  await bundle.close();
  for (const id of output[0].moduleIds) modules.add(id);
  // A classic script is sloppy unless it says otherwise, and `ses` refuses to run in sloppy mode.
  // Named, because a stack may show it to a user function: the address of a blob tells the origin, and is another one each time.
  return `"use strict";\n${output[0].code}\n//# sourceURL=weir-runtime`;
}

function workerBundles(): Plugin {
  return {
    name: "weir-worker-bundles",
    configureServer(server) {
      // Each page asks for them anew; they are others only when a source has changed.
      const bundled = new Map<string, Promise<string>>();
      server.watcher.on("all", () => bundled.clear());
      server.middlewares.use((request, response, next) => {
        const input = workers[(request.url ?? "").replace(/^\/|\?.*$/g, "")];
        if (input === undefined) return next();
        const bundle = bundled.get(input) ?? bundleWorker(input, false);
        bundled.set(input, bundle);
        bundle.then((code) => {
          response.setHeader("Content-Type", "text/javascript");
          response.end(code);
        }, next);
      });
    },
    async generateBundle() {
      for (const [fileName, input] of Object.entries(workers)) {
        this.emitFile({ type: "asset", fileName, source: await bundleWorker(input, true) });
      }
    },
  };
}

const hashOf = (content: Uint8Array, algorithm: "sha256" | "sha384", encoding: "hex" | "base64"): string =>
  createHash(algorithm).update(content).digest(encoding);

/** All files below a folder, by path from there. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .toSorted();
}

/** Script and styles of the page by their hash: what a host serves in their place does not run. */
function withIntegrity(html: string, folder: string): string {
  return html.replaceAll(/<(?:script|link) [^>]*?(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g, (tag, file: string) => {
    const hash = hashOf(readFileSync(join(folder, file)), "sha384", "base64");
    return `${tag} integrity="sha384-${hash}"`;
  });
}

/** When everything is written: hashes into the page, and the service worker with the list of all files and their hashes. */
function sealedBuild(): Plugin {
  let folder = "";
  return {
    name: "weir-sealed-build",
    apply: "build",
    enforce: "post",
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    closeBundle: {
      order: "post",
      sequential: true,
      async handler(error) {
        const page = join(folder, "index.html");
        if (error !== undefined || !existsSync(page)) return;
        writeFileSync(page, withIntegrity(readFileSync(page, "utf8"), folder));
        const files = filesBelow(folder).filter((file) => file !== "service-worker.js");
        const hashes = JSON.stringify(Object.fromEntries(files.map((file) => [file, hashOf(readFileSync(join(folder, file)), "sha256", "hex")])));
        const source = await bundleWorker("src/app/browser/service-worker.ts", true, {
          buildFiles: hashes,
          buildVersion: JSON.stringify(hashOf(Buffer.from(hashes), "sha256", "hex").slice(0, 16)),
        });
        writeFileSync(join(folder, "service-worker.js"), source);
      },
    },
  };
}

/** Only the page: the job frame has a policy of its own, which opens what this one closes. */
const isPage = (url: string | undefined): boolean => /^\/(index\.html)?([?#]|$)/.test(url ?? "");

/** A policy in the page itself cannot say who may frame it: only a header can. */
const sendPolicy: Connect.NextHandleFunction = (request, response, next) => {
  if (isPage(request.url)) response.setHeader("Content-Security-Policy", `${pagePolicy}; frame-ancestors 'none'`);
  else if (/\.html([?#]|$)/.test(request.url ?? "")) response.setHeader("Content-Security-Policy", "frame-ancestors 'self'");
  next();
};

/**
 * The same policy everywhere: a header of both servers, and part of the built page, because a static host may send no headers. The
 * development page's one inline script, the hook of React's hot reload, becomes a file, so that it needs no exception.
 */
function strictPage(): Plugin {
  return {
    name: "weir-strict-page",
    configureServer: ({ middlewares }) => void middlewares.use(sendPolicy),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(sendPolicy),
    transformIndexHtml: {
      order: "post",
      handler: (html, { server }) =>
        server === undefined
          ? [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: pagePolicy }, injectTo: "head-prepend" }]
          : html.replace(/(<script type="module")>[^<]*injectIntoGlobalHook[^<]*(<\/script>)/, `$1 src="${hotReloadHook}">$2`),
    },
  };
}

const hotReloadHook = "/@id/@vitejs/plugin-react/preamble";

export default defineConfig({
  base: "./",
  plugins: [react(), workerBundles(), bundledLicences(modules), strictPage(), sealedBuild()],
  server: { host: "127.0.0.1", headers },
  preview: { host: "127.0.0.1", port: 4300, headers },
  build: { target: "es2024", sourcemap: false, chunkSizeWarningLimit: 1200, rolldownOptions: { checks: { bundlerTimings: false } } },
  worker: { format: "es", plugins: () => [seenModules(modules)] },
});
