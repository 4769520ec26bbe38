/**
 * What hostile code tries from a worker whose language wall is down, as the body of an async function of the global `g` and the page's
 * origin `home`. Gives what came of each attempt: "refused ...", or what it got. Text, because it stands where a user function stands.
 */
export const reachProbe = `
  const patience = 3000;
  const attempt = async (action) => {
    let timer;
    const late = new Promise((resolve) => { timer = setTimeout(() => resolve("refused: silent"), patience); });
    try { return String(await Promise.race([action(), late])); } catch (error) { return "refused: " + (error?.name ?? error); } finally { clearTimeout(timer); }
  };
  const settled = (make, good, bad) => new Promise((resolve, reject) => {
    const thing = make();
    for (const name of good) thing.addEventListener(name, () => resolve("reached"));
    for (const name of bad) thing.addEventListener(name, () => reject(new Error(name)));
  });
  const request = (make) => new Promise((resolve, reject) => {
    const asked = make();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const nested = (text) => new Promise((resolve, reject) => {
    const worker = new g.Worker(g.URL.createObjectURL(new g.Blob([text])));
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = () => reject(new Error("worker"));
  });
  const told = (text) => "(" + text + ")().then((value) => postMessage(value), (error) => postMessage('refused: ' + error.name))";
  const throughFiles = async (path) => {
    // The port over which this worker's own snapshots go to the page's storage, taken when the next one is written.
    const { prototype } = g.MessagePort;
    const post = prototype.postMessage;
    const port = await new Promise((resolve) => {
      prototype.postMessage = function (message, ...rest) {
        if (message?.op === "create") resolve(this);
        return post.call(this, message, ...rest);
      };
    });
    prototype.postMessage = post;
    const answer = new Promise((resolve) => port.addEventListener("message", ({ data }) => {
      if (data.failure !== undefined || data.value instanceof Uint8Array) resolve(data);
    }));
    post.call(port, { op: "read", path });
    const { value, failure } = await answer;
    if (failure !== undefined) throw { name: failure };
    return new TextDecoder().decode(value);
  };
  const attempts = {
    indexedDB: async () => {
      const database = await request(() => g.indexedDB.open("weir-designer"));
      return request(() => database.transaction("drafts").objectStore("drafts").get("secret"));
    },
    privateFiles: async () => {
      const root = await g.navigator.storage.getDirectory();
      const file = await (await (await root.getDirectoryHandle("weir")).getDirectoryHandle("other-job")).getFileHandle("secret");
      return (await file.getFile()).text();
    },
    caches: async () => (await g.caches.match(home + "/secret.txt")).text(),
    locks: async () => (await g.navigator.locks.query()).held.map(({ name }) => name).find((name) => name === "weir-secret") ?? "refused: not seen",
    broadcast: async () => (new g.BroadcastChannel("weir-secret").postMessage("from a worker"), "sent"),
    localStorage: async () => g.localStorage.getItem("weir-secret"),
    cookies: async () => (await g.cookieStore.get("weir-secret")).value,
    fetch: async () => (await g.fetch(home + "/favicon.svg")).status,
    xhr: async () => settled(() => { const x = new g.XMLHttpRequest(); x.open("GET", home + "/favicon.svg"); x.send(); return x; }, ["load"], ["error"]),
    webSocket: async () => settled(() => new g.WebSocket(home.replace("http", "ws") + "/"), ["open"], ["error"]),
    eventSource: async () => settled(() => new g.EventSource(home + "/"), ["open"], ["error"]),
    importScripts: async () => (g.importScripts(home + "/workers/cell-storage.js"), "reached"),
    importModule: async () => (await g.eval("imp" + "ort(" + JSON.stringify(home + "/workers/cell-storage.js") + ")"), "reached"),
    webRtc: async () => (new g.RTCPeerConnection(), "reached"),
    webTransport: async () => (await new g.WebTransport(home.replace("http:", "https:")).ready, "reached"),
    sharedWorker: async () => (new g.SharedWorker(home + "/workers/task.js"), "reached"),
    workerByUrl: async () => settled(() => new g.Worker(home + "/workers/task.js"), ["message"], ["error"]),
    nestedFetch: async () => nested(told("async () => (await fetch(" + JSON.stringify(home + "/favicon.svg") + ")).status")),
    nestedIndexedDB: async () => nested(told("async () => (await indexedDB.databases()).map(({ name }) => name).find((name) => name === 'weir-designer') ?? 'refused: none'")),
    dom: async () => g.document.title,
    parent: async () => g.parent.document.title,
    otherJobsFiles: async () => throughFiles("other-job/secret"),
    filesOutside: async () => throughFiles("../weir/other-job/secret"),
  };
  const results = {};
  for (const [name, action] of Object.entries(attempts)) if (!skipped.includes(name)) results[name] = await attempt(action);
  return results;
`;
