import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { rolldown } from "rolldown";
import { defineConfig, type Connect, type Plugin } from "vite";
import { withoutFactories } from "./src/app/node/page-script.ts";
import { withoutSchemas } from "./src/app/node/task-script.ts";

/** Isolation gives the page and its workers shared memory and fine clocks. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
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

async function bundleWorker(input: string, minify: boolean, define: Record<string, string> = {}): Promise<string> {
  const plugins = input.includes("task-worker") ? [withoutSchemas()] : [];
  const bundle = await rolldown({ input, platform: "browser", logLevel: "warn", transform: { define }, plugins });
  const { output } = await bundle.generate({ format: "iife", minify, codeSplitting: false });
  await bundle.close();
  // A classic script is sloppy unless it says otherwise, and `ses` refuses to run in sloppy mode.
  return `"use strict";\n${output[0].code}`;
}

function workerBundles(): Plugin {
  return {
    name: "weir-worker-bundles",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const input = workers[(request.url ?? "").replace(/^\/|\?.*$/g, "")];
        if (input === undefined) return next();
        bundleWorker(input, false).then((code) => {
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

/** Emits the service worker with the list of everything the build is made of. */
function offlineWorker(): Plugin {
  let publicFiles: readonly string[] = [];
  return {
    name: "weir-offline-worker",
    apply: "build",
    enforce: "post",
    configResolved({ publicDir }) {
      publicFiles = readdirSync(publicDir);
    },
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const hash = createHash("sha256");
        for (const file of Object.values(bundle)) hash.update(file.type === "chunk" ? file.code : file.source);
        const files = [...Object.keys(bundle), ...publicFiles, "index.html"];
        const source = await bundleWorker("src/app/browser/service-worker.ts", true, {
          precachedFiles: JSON.stringify([...new Set(files)]),
          buildVersion: JSON.stringify(hash.digest("hex").slice(0, 16)),
        });
        this.emitFile({ type: "asset", fileName: "service-worker.js", source });
      },
    },
  };
}

/** Only the page: the job frame has a policy of its own, which opens what this one closes. */
const isPage = (url: string | undefined): boolean => /^\/(index\.html)?([?#]|$)/.test(url ?? "");

const sendPolicy: Connect.NextHandleFunction = (request, response, next) => {
  if (isPage(request.url)) response.setHeader("Content-Security-Policy", pagePolicy);
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
  plugins: [react(), withoutFactories(), workerBundles(), strictPage(), offlineWorker()],
  server: { host: "127.0.0.1", headers: isolation },
  preview: { host: "127.0.0.1", port: 4300, headers: isolation },
  build: { target: "es2024", sourcemap: false, chunkSizeWarningLimit: 1200 },
  worker: { format: "es", plugins: () => [withoutFactories()] },
});
