import { serveThread } from "../../hosts/node/serve-thread.ts";
import { createRuntimeCatalog } from "../runtime-catalog.ts";

/** A planted bug: a thread without the wall around functions, each of which leaves a promise rejected. */
serveThread(createRuntimeCatalog(), {
  compile: (_source, { convert = (result: unknown) => result } = {}) => (row) => {
    void Promise.reject(new Error("nobody awaits me"));
    return convert(row !== undefined && { digit: 1 });
  },
});
