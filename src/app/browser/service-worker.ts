/**
 * Makes the static build work offline after the first visit, and isolates the page where its host sends no headers for that. It
 * answers for the files of the build and for nothing else, and from its cache only what has the hash that the build lists. [HB60]
 */
declare const buildFiles: Readonly<Record<string, string>>;
declare const buildVersion: string;

/** SHA-256 by path. Named once: the build writes the whole list wherever its name stands. */
const hashes = buildFiles;
const scope = globalThis as unknown as ServiceWorkerScope;
const cacheName = `weir-${buildVersion}`;

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** The part of a service worker's global that is used here; the browser's types know the page's global only. */
interface ServiceWorkerScope {
  readonly location: Location;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: { waitUntil(done: Promise<unknown>): void }) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

/** What every answer carries. A header that makes no sense for a kind of file does no harm to it. */
const headersOfAll = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

/** The page stands in no frame, the frame of a job in none but the page. */
const framePolicies: Readonly<Record<string, string>> = {
  "index.html": "frame-ancestors 'none'",
  "job-frame.html": "frame-ancestors 'self'",
};

const contentTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  woff: "font/woff",
  txt: "text/plain; charset=utf-8",
};

/** The file of the build that is asked for; the page itself is `index.html` under each of its addresses. */
function fileOf({ method, url }: Request): string | undefined {
  const base = new URL("./", scope.registration.scope);
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== base.origin || !pathname.startsWith(base.pathname)) return undefined;
  const file = pathname.slice(base.pathname.length) || "index.html";
  return Object.hasOwn(hashes, file) ? file : undefined;
}

function withHeaders(response: Response, file: string): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(headersOfAll)) headers.set(name, value);
  const policy = framePolicies[file];
  if (policy !== undefined) headers.append("Content-Security-Policy", policy);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** A file as the build made it. Nothing of what lies in the cache is taken over but the bytes. */
function answerOf(file: string, bytes: ArrayBuffer): Response {
  const type = contentTypes[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  return withHeaders(new Response(bytes, { headers: { "Content-Type": type } }), file);
}

async function isBuilt(file: string, bytes: ArrayBuffer): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === hashes[file];
}

/** The cached file, if it is the one that the build lists; what is not is thrown away. */
async function fromCache(file: string): Promise<Response | undefined> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(file, { ignoreVary: true });
  if (kept === undefined) return undefined;
  const bytes = await kept.arrayBuffer();
  if (await isBuilt(file, bytes)) return answerOf(file, bytes);
  await cache.delete(file, { ignoreVary: true });
  return undefined;
}

/** Fetches a file and keeps it, if it is the one that the build lists. What is not is handed on and not kept. */
async function refetch(file: string): Promise<Response> {
  const response = await fetch(file, { cache: "reload" });
  const bytes = await response.clone().arrayBuffer();
  if (response.ok && (await isBuilt(file, bytes))) await (await caches.open(cacheName)).put(file, new Response(bytes));
  return withHeaders(response, file);
}

async function precache(): Promise<void> {
  for (const response of await Promise.all(Object.keys(hashes).map(refetch))) {
    // A host that is half uploaded: the next visit installs.
    if (!response.ok) throw new Error(`${response.url} is not there (${response.status})`);
  }
  await scope.skipWaiting();
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("weir-") && name !== cacheName).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** Files whose name changes with their content come from the cache; all else from the network while there is one. */
async function answer(request: Request, file: string): Promise<Response> {
  if (file.startsWith("assets/")) return (await fromCache(file)) ?? refetch(file);
  try {
    return withHeaders(await fetch(request), file);
  } catch (error) {
    const cached = await fromCache(file);
    if (cached === undefined) throw error;
    return cached;
  }
}

scope.addEventListener("install", (event) => event.waitUntil(precache()));
scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));
scope.addEventListener("fetch", (event) => {
  const file = fileOf(event.request);
  // All else goes to the network as if there were no service worker.
  if (file !== undefined) event.respondWith(answer(event.request, file));
});
