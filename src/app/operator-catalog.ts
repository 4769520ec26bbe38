import { sinks, sources } from "../connectors/registry.ts";
import { catalogOf, type Catalog } from "../graph/catalog.ts";
import { operators } from "../operators/registry.ts";
import type { RuntimeDescriptor } from "../runtime/api.ts";

/** Sources, operators and sinks of this build, in the order of the palette: all that drawing and compiling a job need. */
export function createOperatorCatalog(): Catalog<RuntimeDescriptor> {
  return catalogOf<RuntimeDescriptor>(sources, operators, sinks);
}
