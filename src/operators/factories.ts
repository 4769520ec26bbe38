import type { OperatorFactory } from "../runtime/api.ts";
import { maxByFactory, maxFactory, minByFactory, minFactory, sumFactory } from "./aggregations/operator.ts";
import { assignTimestampsFactory } from "./assign-timestamps/operator.ts";
import { countFactory } from "./count/operator.ts";
import { filterFactory } from "./filter/operator.ts";
import { flatMapFactory } from "./flat-map/operator.ts";
import { mapFactory } from "./map/operator.ts";
import { processFactory } from "./process/operator.ts";
import { reduceFactory } from "./reduce/operator.ts";
import {
  countWindowFactory, globalWindowFactory, sessionWindowFactory, slidingWindowFactory, tumblingWindowFactory,
} from "./window/operator.ts";

/** Every operator as it runs. `union` runs in no task: its edges become those of what reads it. */
export const operatorFactories: readonly OperatorFactory[] = [
  mapFactory, flatMapFactory, filterFactory, assignTimestampsFactory, processFactory,
  reduceFactory, sumFactory, countFactory, minFactory, maxFactory, minByFactory, maxByFactory,
  tumblingWindowFactory, slidingWindowFactory, sessionWindowFactory, countWindowFactory, globalWindowFactory,
];
