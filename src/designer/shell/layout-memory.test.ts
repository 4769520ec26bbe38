import { describe, expect, it } from "vitest";
import { workspaceStore } from "../workspace/workspace-store.ts";
import { defaultLayout, rememberLayout } from "./layout-memory.ts";

function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

describe("[UI1] frame", () => {
  it("starts as the window's size asks", () => {
    expect(defaultLayout({ width: 1920, height: 1080 })).toMatchObject({
      dock: { open: true, size: 240 },
      inspector: { open: true, size: 380 },
      timeline: { open: false, size: 248 },
    });
    expect(defaultLayout({ width: 1440, height: 900 })).toMatchObject({
      dock: { open: false },
      inspector: { open: true, size: 340 },
      timeline: { size: 168 },
    });
    expect(defaultLayout({ width: 1280, height: 720 })).toMatchObject({
      inspector: { open: false, size: 300 },
      timeline: { size: 150 },
    });
  });

  it("comes back as it was left", () => {
    const storage = memoryStorage();
    expect(rememberLayout(storage, { width: 1440, height: 900 })).toBe(false);
    workspaceStore.setState(({ dock }) => ({ dock: { ...dock, open: true, tab: "outline", size: 300 } }));
    workspaceStore.setState(({ dock }) => ({ dock: { ...dock } }));
    const kept = storage.getItem("weir.layout");
    workspaceStore.setState(({ dock }) => ({ dock: { ...dock, open: false } }));
    if (kept) storage.setItem("weir.layout", kept);
    expect(rememberLayout(storage, { width: 1440, height: 900 })).toBe(true);
    expect(workspaceStore.getState().dock).toEqual({ open: true, tab: "outline", size: 300 });
  });

  it("starts anew when what was kept cannot be read", () => {
    const storage = memoryStorage();
    storage.setItem("weir.layout", "{oops");
    expect(rememberLayout(storage, { width: 1280, height: 720 })).toBe(false);
  });
});
