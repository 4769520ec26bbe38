import type { OperatorCategory, OperatorDescriptor } from "./descriptor.ts";

/** What a job may be drawn of, by its name in job JSON: the design half. What runs, a task finds in a `RuntimeCatalog`. */
export interface Catalog {
  /** In the order of the palette. */
  readonly descriptors: readonly OperatorDescriptor[];
  find(type: string): OperatorDescriptor | undefined;
  inCategory(category: OperatorCategory): readonly OperatorDescriptor[];
}

/** Catalog of the given lists, one after the other. Two descriptors of one type are a defect and throw. [GR22] */
export function catalogOf(...lists: readonly (readonly OperatorDescriptor[])[]): Catalog {
  const descriptors = lists.flat();
  const byType = new Map<string, OperatorDescriptor>();
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
