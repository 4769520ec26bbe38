import { expect, onTestFinished, test, vi } from "vitest";
import { OpeningMark, openingFailed } from "./opening.ts";

function storage(): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return kept;
}

test("[UI67] [UI80] of two designers in a page each takes away its own mark", () => {
  const kept = storage();
  const [first, second] = [new OpeningMark(), new OpeningMark()];
  first.begin({ kind: "draft", id: "fatal" });
  second.begin({ kind: "draft", id: "harmless" });
  second.shown();
  expect(kept.get("weir.opening")).toContain("fatal");
  expect(kept.get("weir.opening")).not.toContain("harmless");
  first.shown();
  expect(kept.size).toBe(0);
});

test("[UI67] a document during whose opening something threw keeps its mark; the next one opened loses it", () => {
  const kept = storage();
  const mark = new OpeningMark();
  mark.begin({ kind: "draft", id: "fatal" });
  openingFailed();
  mark.shown();
  expect(kept.get("weir.opening")).toContain("fatal");
  mark.begin({ kind: "draft", id: "harmless" });
  mark.shown();
  expect(kept.size).toBe(0);
});

test("[UI67] an error of the page counts as a failure of what it opens; sizes that are told a frame late do not", () => {
  const kept = storage();
  const heard = new Map<string, (event: { readonly message: string }) => void>();
  vi.stubGlobal("addEventListener", (name: string, listener: (event: { readonly message: string }) => void) => void heard.set(name, listener));
  const mark = new OpeningMark();
  mark.begin({ kind: "draft", id: "large" });
  heard.get("error")?.({ message: "ResizeObserver loop completed with undelivered notifications." });
  mark.shown();
  expect(kept.size).toBe(0);
  mark.begin({ kind: "draft", id: "fatal" });
  heard.get("error")?.({ message: "Uncaught Error: planted" });
  mark.shown();
  expect(kept.get("weir.opening")).toContain("fatal");
});
