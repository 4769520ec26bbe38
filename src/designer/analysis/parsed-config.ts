import type { OperatorDescriptor } from "../../graph/descriptor.ts";

/** A configuration as its operator reads it. */
export interface ParsedConfig {
  readonly value: unknown;
  readonly fits: boolean;
}

const parsed = new WeakMap<object, Map<OperatorDescriptor, ParsedConfig>>();

/**
 * `config` as `descriptor` reads it, read once: configurations never change, and one can hold ten thousand rows. One that does not fit
 * has the value that a new operator has. [UI62]
 */
export function parsedConfig(descriptor: OperatorDescriptor, config: object): ParsedConfig {
  const known = parsed.get(config) ?? new Map<OperatorDescriptor, ParsedConfig>();
  parsed.set(config, known);
  let result = known.get(descriptor);
  if (result === undefined) {
    const { success, data } = descriptor.config.safeParse(config);
    result = success ? { value: data, fits: true } : { value: descriptor.initial, fits: false };
    known.set(descriptor, result);
  }
  return result;
}
