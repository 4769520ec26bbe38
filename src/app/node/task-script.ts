import { join } from "node:path";
import type { Plugin } from "rolldown";

/** For bundles of task threads: in place of zod, which checks nothing there, comes a stand-in that builds nothing. */
export function withoutSchemas(): Plugin {
  const standIn = join(import.meta.dirname, "..", "..", "hosts", "workers", "schema-stand-in.ts");
  return { name: "weir-without-schemas", resolveId: (source) => (source === "zod" ? standIn : null) };
}
