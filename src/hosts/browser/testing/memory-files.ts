import type { MeasuredFiles } from "../job-files.ts";

/** Files in memory, for tests of what stands in front of the real ones. */
export function memoryFiles(): MeasuredFiles {
  const files = new Map<string, Uint8Array>();
  const below = (path: string): string[] => [...files.keys()].filter((name) => name === path || path === "" || name.startsWith(`${path}/`));
  return {
    async create(path) {
      let written = new Uint8Array();
      return {
        async append(bytes) {
          written = new Uint8Array([...written, ...bytes]);
        },
        async finish() {
          files.set(path, written);
        },
        async abandon() {},
      };
    },
    read: async (path) => files.get(path),
    file: async (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? undefined : new File([new Uint8Array(bytes)], path.slice(path.lastIndexOf("/") + 1));
    },
    list: async (path) => [...new Set(below(path).map((name) => name.slice(path === "" ? 0 : path.length + 1).split("/")[0] ?? ""))].sort(),
    async move(from, to) {
      const bytes = files.get(from);
      if (bytes === undefined) throw new Error(`there is no file ${from}`);
      files.delete(from);
      files.set(to, bytes);
    },
    async remove(path) {
      for (const name of below(path)) files.delete(name);
    },
    async usage(path) {
      const names = below(path);
      return { bytes: names.reduce((sum, name) => sum + (files.get(name)?.length ?? 0), 0), files: names.length };
    },
  };
}
