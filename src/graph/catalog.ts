import type { OperatorCategory, OperatorDescriptor } from "./descriptor.ts";

/** The operators, sources and sinks a job may use, by their names in job JSON. */
export interface Catalog<Descriptor extends OperatorDescriptor = OperatorDescriptor> {
  /** In the order of the palette. */
  readonly descriptors: readonly Descriptor[];
  find(type: string): Descriptor | undefined;
  inCategory(category: OperatorCategory): readonly Descriptor[];
}

/**
 * Catalog of the given lists, one after the other. Two descriptors of one type are a defect and throw. [GR22]
 */
export function catalogOf<Descriptor extends OperatorDescriptor>(
  ...lists: readonly (readonly Descriptor[])[]
): Catalog<Descriptor> {
  const descriptors = lists.flat();
  const byType = new Map<string, Descriptor>();
  for (const descriptor of descriptors) {
    if (byType.has(descriptor.type)) throw new RangeError(`[GR22] two descriptors are called "${descriptor.type}"`);
    byType.set(descriptor.type, descriptor);
  }
  return {
    descriptors,
    find: (type) => byType.get(type),
    inCategory: (category) => descriptors.filter((descriptor) => descriptor.category === category),
  };
}
