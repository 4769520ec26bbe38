import { describe, expect, it } from "vitest";
import { Workspace } from "../workspace/workspace.ts";
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
    const workspace = new Workspace();
    expect(rememberLayout(workspace, storage, { width: 1440, height: 900 })).toBe(false);
    workspace.set(({ dock }) => ({ dock: { ...dock, open: true, tab: "outline", size: 300 } }));
    workspace.set(({ dock }) => ({ dock: { ...dock } }));
    const later = new Workspace();
    expect(rememberLayout(later, storage, { width: 1440, height: 900 })).toBe(true);
    expect(later.state.dock).toEqual({ open: true, tab: "outline", size: 300 });
  });

  it("starts anew when what was kept cannot be read", () => {
    const storage = memoryStorage();
    const workspace = new Workspace();
    storage.setItem("weir.layout", "{oops");
    expect(rememberLayout(workspace, storage, { width: 1280, height: 720 })).toBe(false);
  });
});
