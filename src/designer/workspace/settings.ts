import { createStore, type StoreApi } from "zustand/vanilla";
import { z } from "zod";

/** Choices of the person, kept in the browser. */
const settingsSchema = z.object({
  theme: z.enum(["system", "light", "dark"]).catch("system"),
  motion: z.enum(["system", "full", "none"]).catch("system"),
  language: z.enum(["en", "zh-Hans"]).optional().catch(undefined),
  /** Chord of a command id where it is not the default; empty text: none. */
  keys: z.record(z.string(), z.string()).catch({}),
  /** Single letters act as commands (WCAG 2.1.4 asks for a way to turn them off). */
  singleKeys: z.boolean().catch(true),
});
export type Settings = z.infer<typeof settingsSchema>;

const storageKey = "weir.settings";

/** The person's choices: one of it in a page, whatever designers there are. */
export class SettingsStore {
  readonly store: StoreApi<Settings> = createStore<Settings>(() => readSettings());

  get state(): Settings {
    return this.store.getState();
  }

  change(change: Partial<Settings>): void {
    this.store.setState(change);
    globalThis.localStorage?.setItem(storageKey, JSON.stringify(this.state));
  }

  /** Puts theme and motion on the root element, where tokens.css reads them. Returns the way to stop. */
  applyTo(root: HTMLElement): () => void {
    const apply = (): void => {
      const { theme, motion } = this.state;
      root.dataset["theme"] = effectiveTheme(theme);
      if (motion === "system") delete root.dataset["motion"];
      else root.dataset["motion"] = motion;
    };
    apply();
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", apply);
    const unsubscribe = this.store.subscribe(apply);
    return () => {
      system.removeEventListener("change", apply);
      unsubscribe();
    };
  }
}

function readSettings(): Settings {
  return settingsSchema.parse(parseOr(globalThis.localStorage?.getItem(storageKey)));
}

/** What another build or a curious person left in the storage is not worth an error. */
function parseOr(text: string | null | undefined): unknown {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The theme in force: the choice, else the system's. */
export function effectiveTheme(theme: Settings["theme"]): "light" | "dark" {
  if (theme !== "system") return theme;
  return globalThis.matchMedia?.("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
