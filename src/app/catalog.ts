import type { Catalog } from "../graph/catalog.ts";
import type { RuntimeCatalog } from "../runtime/api.ts";
import { createDesignCatalog } from "./design-catalog.ts";
import { createRuntimeCatalog } from "./runtime-catalog.ts";

/** Both halves of everything this build of Weir knows, for what compiles a job and runs it. */
export type AppCatalog = Catalog & RuntimeCatalog;

export function createCatalog(): AppCatalog {
  return { ...createDesignCatalog(), ...createRuntimeCatalog() };
}
