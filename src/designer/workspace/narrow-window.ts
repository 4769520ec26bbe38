import { useSyncExternalStore } from "react";

/** Below 1,024 px panels are sheets over the canvas. */
const query = "(max-width: 1023px)";

export function isNarrow(): boolean {
  return globalThis.matchMedia?.(query).matches ?? false;
}

export function useNarrow(): boolean {
  return useSyncExternalStore(onWidth, isNarrow);
}

function onWidth(listener: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener("change", listener);
  return () => list.removeEventListener("change", listener);
}
