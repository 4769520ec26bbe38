/**
 * Makes the static build work offline after the first visit, and isolates the page where its host sends no headers for that: every
 * answer to this origin gets them here. Bundled with the list of files and a version by the build.
 */
declare const precachedFiles: readonly string[];
declare const buildVersion: string;

const scope = globalThis as unknown as ServiceWorkerScope;
const cacheName = `weir-${buildVersion}`;

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** The part of a service worker's global that is used here; the browser's types know the page's global only. */
interface ServiceWorkerScope {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: { waitUntil(done: Promise<unknown>): void }) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

function isolated(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

async function precache(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(precachedFiles.map((file) => new Request(file, { cache: "reload" })));
  await scope.skipWaiting();
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("weir-") && name !== cacheName).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** Files whose name changes with their content come from the cache; all else from the network while there is one. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = request.mode === "navigate" ? pageOf(request) : request;
  const fromCache = (): Promise<Response | undefined> => cache.match(kept, { ignoreSearch: true });
  if (new URL(request.url).pathname.includes("/assets/")) return isolated((await fromCache()) ?? (await fetch(request)));
  try {
    return isolated(await fetch(request));
  } catch (error) {
    const cached = await fromCache();
    if (cached === undefined) throw error;
    return isolated(cached);
  }
}

/** The page itself is `index.html` under each of its addresses; other documents keep theirs. */
function pageOf({ url }: Request): string {
  const { pathname } = new URL(url);
  return pathname.endsWith("/") ? "index.html" : url;
}

scope.addEventListener("install", (event) => event.waitUntil(precache()));
scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === scope.location.origin) event.respondWith(answer(request));
});
