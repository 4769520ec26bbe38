import type { OperatorDefinition } from "../runtime/api.ts";
import { assignTimestamps } from "./assign-timestamps/descriptor.ts";
import { filter } from "./filter/descriptor.ts";
import { flatMap } from "./flat-map/descriptor.ts";
import { map } from "./map/descriptor.ts";
import { process } from "./process/descriptor.ts";
import { union } from "./union/descriptor.ts";

/** Every operator, in the order of the palette. */
export const operators: readonly OperatorDefinition[] = [map, flatMap, filter, union, assignTimestamps, process];
