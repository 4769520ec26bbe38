import { sinks, sources } from "../connectors/registry.ts";
import { formats } from "../formats/registry.ts";
import { catalogOf, type Catalog } from "../graph/catalog.ts";
import { operators } from "../operators/registry.ts";
import type { RuntimeCatalog, RuntimeDescriptor } from "../runtime/api.ts";

/** Everything this build of Weir knows: the one place where the registries meet. */
export type AppCatalog = Catalog<RuntimeDescriptor> & RuntimeCatalog;

export function createCatalog(): AppCatalog {
  const formatsByType = new Map(formats.map((format) => [format.type, format]));
  return {
    ...catalogOf<RuntimeDescriptor>(sources, operators, sinks),
    findFormat: (type) => formatsByType.get(type),
  };
}
