import type { OperatorFactory } from "../runtime/api.ts";
import { maxByOperator, maxOperator, minByOperator, minOperator, sumOperator } from "./aggregations/operator.ts";
import { assignTimestampsOperator } from "./assign-timestamps/operator.ts";
import { countOperator } from "./count/operator.ts";
import { filterOperator } from "./filter/operator.ts";
import { flatMapOperator } from "./flat-map/operator.ts";
import { mapOperator } from "./map/operator.ts";
import { processOperator } from "./process/operator.ts";
import { reduceOperator } from "./reduce/operator.ts";
import {
  countWindowOperator, globalWindowOperator, sessionWindowOperator, slidingWindowOperator, tumblingWindowOperator,
} from "./window/operator.ts";

/** Every operator as it runs. `union` runs in no task: its edges become those of what reads it. */
export const operatorFactories: readonly OperatorFactory[] = [
  mapOperator, flatMapOperator, filterOperator, assignTimestampsOperator, processOperator,
  reduceOperator, sumOperator, countOperator, minOperator, maxOperator, minByOperator, maxByOperator,
  tumblingWindowOperator, slidingWindowOperator, sessionWindowOperator, countWindowOperator, globalWindowOperator,
];
