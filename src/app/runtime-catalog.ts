import { sinkFactories, sourceFactories } from "../connectors/factories.ts";
import { formatFactories } from "../formats/factories.ts";
import { operatorFactories } from "../operators/factories.ts";
import type { RuntimeCatalog } from "../runtime/api.ts";

/** Everything of this build that runs: all that a task needs. */
export function createRuntimeCatalog(): RuntimeCatalog {
  return {
    findOperator: finder(operatorFactories),
    findSource: finder(sourceFactories),
    findSink: finder(sinkFactories),
    findFormat: finder(formatFactories),
  };
}

function finder<Factory extends { readonly type: string }>(factories: readonly Factory[]): (type: string) => Factory | undefined {
  const byType = new Map(factories.map((factory) => [factory.type, factory]));
  return (type) => byType.get(type);
}
