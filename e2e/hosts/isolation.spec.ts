import { expect, test } from "../served.ts";
import { openBarePage } from "./bundle-entry.ts";

test("[HB1] the page is isolated, evaluates no text, and talks to its own origin only", async ({ page }) => {
  await page.goto("./");
  const found = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violations.push(effectiveDirective));
    // Text in a timer is compiled by the page, not by the debugger that runs this function.
    setTimeout("globalThis.evaluated = true", 0);
    const script = document.createElement("script");
    script.textContent = "globalThis.evaluated = true";
    document.head.append(script);
    const fetched = await fetch("http://127.0.0.1:9/").then(
      () => "sent",
      () => "refused",
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { isolated: crossOriginIsolated, evaluated: "evaluated" in globalThis, fetched, violations: [...new Set(violations)].sort() };
  });
  expect(found).toEqual({ isolated: true, evaluated: false, fetched: "refused", violations: ["connect-src", "script-src", "script-src-elem"] });
});

/** Runs in a worker of the job frame: what it can reach. Text, because it stands where the control worker stands. */
const probe = `
  onmessage = async ({ ports }) => {
    const attempt = async (action) => {
      try { return String(await action()) } catch (error) { return "refused" }
    };
    const request = (make) => new Promise((resolve, reject) => { const r = make(); r.onload = () => resolve("sent"); r.onopen = r.onload; r.onerror = reject });
    const nested = (url) => new Promise((resolve) => {
      const worker = new Worker(url);
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => resolve("refused");
    });
    const inner = 'fetch(' + JSON.stringify(location.origin) + ').then(() => postMessage("sent"), () => postMessage("fetch refused"))';
    const port = ports[0];
    port.postMessage({
      eval: await attempt(() => new Function("return 6 * 7")()),
      fetch: await attempt(() => fetch(self.origin + "/").then(() => "sent")),
      xhr: await attempt(() => request(() => { const x = new XMLHttpRequest(); x.open("GET", self.origin + "/"); x.send(); return x })),
      webSocket: await attempt(() => request(() => new WebSocket(self.origin.replace("http", "ws") + "/"))),
      eventSource: await attempt(() => request(() => new EventSource(self.origin + "/"))),
      import: await attempt(() => import(self.origin + "/workers/task.js").then(() => "loaded")),
      importScripts: await attempt(() => (importScripts(self.origin + "/workers/task.js"), "loaded")),
      workerByUrl: await attempt(() => nested(self.origin + "/workers/task.js")),
      nestedWorker: await nested(URL.createObjectURL(new Blob([inner]))),
      isolated: String(crossOriginIsolated),
      opfs: await attempt(() => navigator.storage.getDirectory().then(() => "reachable")),
    });
  };
`;

test("[HB1] workers of the job frame evaluate text and reach no network", async ({ page }) => {
  await openBarePage(page, "");
  const found = await page.evaluate(async (text) => {
    const frame = document.createElement("iframe");
    const ready = new Promise((resolve) => addEventListener("message", resolve, { once: true }));
    frame.src = "job-frame.html";
    document.body.append(frame);
    await ready;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    frame.contentWindow?.postMessage({ control: text, tasks: {} }, location.origin, [port2]);
    return answer;
  }, probe);
  expect(found).toEqual({
    eval: "42",
    fetch: "refused",
    xhr: "refused",
    webSocket: "refused",
    eventSource: "refused",
    import: "refused",
    importScripts: "refused",
    workerByUrl: "refused",
    nestedWorker: "fetch refused",
    isolated: "true",
    opfs: "reachable",
  });
});
