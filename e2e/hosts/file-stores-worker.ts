import { createFileStores } from "../../src/hosts/browser/file-stores.ts";
import { opfsFiles } from "../../src/hosts/browser/opfs-files.ts";

const stores = createFileStores("test", opfsFiles);
let held: FileSystemSyncAccessHandle | undefined;

/** What a test asks of the stores of job "test", as the job's own worker uses them, and what else a tab may do to its files. */
const deeds = {
  write: async (path: string, text: string) => stores.writeText(path, text),
  read: async (path: string) => stores.readText(path),
  list: async (path: string) => stores.list(path),
  remove: async (path: string) => stores.remove(path),
  stage: async (transaction: string, bytes: number) =>
    stores.apply({ kind: "stage", transaction, target: "table/a/1", bytes: new Uint8Array(bytes) }),
  commit: async (transaction: string) => stores.apply({ kind: "commit", transaction }),
  published: async () => (await stores.published()).map(({ target }) => target),
  /** Locks a file that is there, as a tab does that works on it. */
  async hold(path: string) {
    let directory = await (await navigator.storage.getDirectory()).getDirectoryHandle("weir");
    const names = path.split("/");
    const file = names.pop() ?? "";
    for (const name of names) directory = await directory.getDirectoryHandle(name);
    held = await (await directory.getFileHandle(file)).createSyncAccessHandle();
  },
  release: async () => held?.close(),
};
export type StoreDeeds = typeof deeds;

interface Asked {
  readonly id: number;
  readonly name: keyof StoreDeeds;
  readonly args: readonly unknown[];
}

addEventListener("message", ({ data: { id, name, args } }: MessageEvent<Asked>) => {
  const deed = deeds[name] as (...args: readonly unknown[]) => Promise<unknown>;
  const answer = (value: unknown): void => (globalThis as unknown as { postMessage(message: unknown): void }).postMessage({ id, value });
  deed(...args).then(answer, (error: unknown) => answer(`${(error as Error).name}: ${(error as Error).message}`));
});
