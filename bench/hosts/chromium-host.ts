import { createServer } from "node:http";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { rolldown } from "rolldown";
import type { BenchHost } from "../bench-case.ts";
import type { Params } from "../program.ts";
import { firstLoadFigure } from "./first-load.ts";
import { LargeDocument } from "./large-document.ts";
import { hasPage, ProductPages } from "./product-pages.ts";

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};
const page = `<!doctype html><title>bench</title><script type="module" src="/page.js"></script>`;

/** A fresh headless Chromium on a cross-origin isolated page. */
export async function chromiumHost(executablePath: string): Promise<BenchHost> {
  const files: Record<string, string> = {
    "/page.js": await bundle("browser-page.ts"),
    "/worker.js": await bundle("browser-worker.ts"),
  };
  const server = createServer((request, response) => {
    const script = files[request.url ?? ""];
    response.writeHead(200, { "Content-Type": script === undefined ? "text/html" : "text/javascript", ...isolation });
    response.end(script ?? page);
  });
  const port = await listen(server);
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
  });
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${port}/`);
  await tab.waitForFunction(() => "runProgram" in globalThis);
  const pages = new ProductPages(browser);
  const largeDocument = new LargeDocument(browser);
  return {
    name: "chromium",
    async run(program, params) {
      if (program === "first-load") return firstLoadFigure(params);
      if (program === "large-document") return largeDocument.run(params);
      if (hasPage(program)) return pages.run(program, params);
      return tab.evaluate(
        async (call) => {
          const { runProgram } = globalThis as unknown as { runProgram(program: string, params: Params): Promise<number> };
          return runProgram(call.program, call.params);
        },
        { program, params },
      );
    },
    async close() {
      await browser.close();
      await pages.close();
      await largeDocument.close();
      server.close();
    },
  };
}

async function bundle(entry: string): Promise<string> {
  const input = fileURLToPath(new URL(entry, import.meta.url));
  const built = await rolldown({ input, platform: "browser", logLevel: "silent" });
  const { output } = await built.generate({ format: "esm", minify: true, codeSplitting: false });
  await built.close();
  return output[0].code;
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
