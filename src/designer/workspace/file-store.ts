import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { text } from "../i18n/language.ts";
import { announce } from "./workspace-store.ts";
import { durableFiles, keepDurably } from "./kept-files.ts";

/** Files handed over by drop or picker, by name: what file sources of a started job read. */
const fileStore = createStore<{ readonly files: ReadonlyMap<string, File> }>(() => ({ files: new Map() }));

export function useFiles<Value>(select: (files: ReadonlyMap<string, File>) => Value): Value {
  return useStore(fileStore, (state) => select(state.files));
}

/** `onNotKept` hears when the file is there for this visit only. */
export function keepFile(file: File, onNotKept: (file: File) => void = () => {}): void {
  fileStore.setState(({ files }) => ({ files: new Map(files).set(file.name, file) }));
  keepDurably(file).catch(() => onNotKept(file));
}

/** Says that after a reload the file has to be handed over again. */
export function sayNotKept({ name }: File): void {
  announce(text("shell", "fileNotKept", { name }));
}

/** Brings back the files of earlier visits. A browser that refuses storage has none. */
export async function restoreFiles(): Promise<void> {
  const kept = await durableFiles().catch(() => []);
  fileStore.setState(({ files }) => ({ files: new Map([...kept.map((file) => [file.name, file] as const), ...files]) }));
}

/** For the start of a job. */
export function keptFiles(): ReadonlyMap<string, File> {
  return fileStore.getState().files;
}
