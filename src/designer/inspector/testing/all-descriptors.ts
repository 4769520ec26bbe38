import { sinks, sources } from "../../../connectors/registry.ts";
import type { OperatorDescriptor } from "../../../graph/descriptor.ts";
import { operators } from "../../../operators/registry.ts";

/** Every descriptor of this build: the forms must be able to show them all. */
export const connectors: readonly OperatorDescriptor[] = [...sources, ...sinks];
export const operatorDescriptors: readonly OperatorDescriptor[] = operators;
