const reloadedKey = "weir.reloaded-for-isolation";

/**
 * Registers the service worker of the built page. On a host that sends no isolation headers the page is loaded once more, through
 * the worker that adds them; once only, because a browser may refuse isolation all the same.
 */
export function serveOffline(): void {
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  if (!globalThis.crossOriginIsolated && sessionStorage.getItem(reloadedKey) === null) {
    const reload = (): void => {
      sessionStorage.setItem(reloadedKey, "1");
      location.reload();
    };
    if (serviceWorker.controller === null) serviceWorker.addEventListener("controllerchange", reload, { once: true });
    else reload();
  }
  // A host or a browser setting that forbids service workers leaves a page that works online.
  serviceWorker.register(new URL("service-worker.js", document.baseURI)).catch(() => undefined);
}
