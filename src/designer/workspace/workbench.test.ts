import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { editDocument } from "../document/testing/edit-catalog.ts";
import { initLanguage } from "../i18n/language.ts";
import { SettingsStore } from "./settings.ts";
import { sampleWorkbench } from "./testing/sample-workbench.ts";

beforeAll(() => {
  vi.stubGlobal("requestAnimationFrame", () => 0);
  vi.stubGlobal("cancelAnimationFrame", () => undefined);
  return initLanguage("en");
});
afterAll(() => vi.unstubAllGlobals());

it("[UI80] two designers keep a document, a history, a selection, toasts and an analysis each, and share the settings", () => {
  const settings = new SettingsStore();
  const [one, other] = [sampleWorkbench({ settings }), sampleWorkbench({ settings })];
  for (const { editor } of [one, other]) editor.open(editDocument(), "own", crypto.randomUUID(), "own");
  one.editor.edit({ kind: "rename", operator: "plain", name: "changed" });
  one.workspace.select({ operators: ["plain"] });
  one.dialogs.showToast("said in one");
  one.modes.enter({ kind: "renaming", operator: "plain" });
  const nameIn = ({ editor }: typeof one): string | undefined => editor.document.operators.find(({ id }) => id === "plain")?.name;
  expect([nameIn(one), nameIn(other)]).toEqual(["changed", "plain"]);
  expect([one, other].map(({ editor }) => editor.state.past.length)).toEqual([1, 0]);
  other.editor.undo();
  expect(nameIn(one)).toBe("changed");
  one.editor.undo();
  expect(nameIn(one)).toBe("plain");
  expect(other.workspace.selection.operators).toEqual([]);
  expect(other.dialogs.store.getState().toast).toBeUndefined();
  expect(other.modes.mode.kind).toBe("idle");
  one.settings.change({ motion: "none" });
  expect(other.settings.state.motion).toBe("none");
});

it("[UI80] another document puts away the run of its own designer only", async () => {
  const [one, other] = [sampleWorkbench(), sampleWorkbench()];
  for (const { editor, session } of [one, other]) {
    editor.open(editDocument(), "own", crypto.randomUUID(), "own");
    await session.start(editor.document, "none");
  }
  one.editor.open(editDocument(), "own", crypto.randomUUID(), "own");
  const phases = [one, other].map(({ session }) => session.store.getState().phase);
  other.session.close();
  expect(phases).toEqual(["idle", "running"]);
});
