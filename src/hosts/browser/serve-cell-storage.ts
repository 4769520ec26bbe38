import type { CellStorageSetting } from "./cell-storage.ts";
import { serveFiles } from "./file-relay.ts";
import { guardedFiles } from "./guarded-files.ts";
import { cellFiles } from "./opfs-files.ts";

/** Serves the files of one isolated job in this worker, at the port that comes with the first message. [HB43] */
export function serveCellStorage(): void {
  addEventListener(
    "message",
    ({ data, ports: [port] }: MessageEvent<CellStorageSetting>) => {
      if (port !== undefined) serveFiles(port, guardedFiles(cellFiles, data.jobId));
    },
    { once: true },
  );
}
