import { formats } from "../formats/registry.ts";
import type { Catalog } from "../graph/catalog.ts";
import type { RuntimeCatalog, RuntimeDescriptor } from "../runtime/api.ts";
import { createOperatorCatalog } from "./operator-catalog.ts";

/** Everything this build of Weir knows: the one place where the registries meet. */
export type AppCatalog = Catalog<RuntimeDescriptor> & RuntimeCatalog;

export function createCatalog(): AppCatalog {
  const formatsByType = new Map(formats.map((format) => [format.type, format]));
  return { ...createOperatorCatalog(), findFormat: (type) => formatsByType.get(type) };
}
