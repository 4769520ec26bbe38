import { sinks, sources } from "../../../connectors/descriptors.ts";
import type { OperatorDescriptor } from "../../../graph/descriptor.ts";
import { operators } from "../../../operators/descriptors.ts";

/** Every descriptor of this build: the forms must be able to show them all. */
export const connectors: readonly OperatorDescriptor[] = [...sources, ...sinks];
export const operatorDescriptors: readonly OperatorDescriptor[] = operators;
