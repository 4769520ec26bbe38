import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** Files handed over by drop or picker, by name: what file sources of a started job read. Only in memory. */
const fileStore = createStore<{ readonly files: ReadonlyMap<string, File> }>(() => ({ files: new Map() }));

export function useFiles<Value>(select: (files: ReadonlyMap<string, File>) => Value): Value {
  return useStore(fileStore, (state) => select(state.files));
}

export function keepFile(file: File): void {
  fileStore.setState(({ files }) => ({ files: new Map(files).set(file.name, file) }));
}

/** For the start of a job. */
export function keptFiles(): ReadonlyMap<string, File> {
  return fileStore.getState().files;
}
