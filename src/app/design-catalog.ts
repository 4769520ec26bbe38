import { sinks, sources } from "../connectors/descriptors.ts";
import { catalogOf, type Catalog } from "../graph/catalog.ts";
import { operators } from "../operators/descriptors.ts";

/** Sources, operators and sinks of this build, in the order of the palette: all that drawing and compiling a job need. */
export function createDesignCatalog(): Catalog {
  return catalogOf(sources, operators, sinks);
}
