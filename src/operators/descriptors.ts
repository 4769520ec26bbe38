import type { OperatorDescriptor } from "../graph/descriptor.ts";
import { max, maxBy, min, minBy, sum } from "./aggregations/descriptor.ts";
import { assignTimestamps } from "./assign-timestamps/descriptor.ts";
import { count } from "./count/descriptor.ts";
import { filter } from "./filter/descriptor.ts";
import { flatMap } from "./flat-map/descriptor.ts";
import { map } from "./map/descriptor.ts";
import { process } from "./process/descriptor.ts";
import { reduce } from "./reduce/descriptor.ts";
import { union } from "./union/descriptor.ts";
import { countWindow, globalWindow, sessionWindow, slidingWindow, tumblingWindow } from "./window/descriptor.ts";

/** Every operator as it is drawn and checked, in the order of the palette. */
export const operators: readonly OperatorDescriptor[] = [
  map, flatMap, filter, union, assignTimestamps, process,
  reduce, sum, count, min, max, minBy, maxBy,
  tumblingWindow, slidingWindow, sessionWindow, countWindow, globalWindow,
];
