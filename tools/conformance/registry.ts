import type { Suite } from "./suite.ts";
import { formatCsvSuite } from "./format-csv.ts";
import { channelRescaleSuite } from "./channel-rescale.ts";
import { restartStrategySuite } from "./restart-strategy.ts";
import { checkpointFailureSuite } from "./checkpoint-failure.ts";
import { checkpointRequestSuite } from "./checkpoint-request.ts";
import { checkpointSchedulingSuite } from "./checkpoint-scheduling.ts";
import { watermarkStrategySuite } from "./watermark-strategy.ts";
import { watermarkValveSuite } from "./watermark-valve.ts";
import { keyGroupSuite } from "./key-group.ts";
import { processSuite } from "./process.ts";
import { rescaleSuite } from "./rescale.ts";
import { stateTtlSuite } from "./state-ttl.ts";
import { windowSuite } from "./window.ts";
import { wiringSuite } from "./wiring.ts";
import { partitionerSuite } from "./partitioner.ts";
import { stateRedistributionSuite } from "./state-redistribution.ts";
import { jobGraphSuite } from "./job-graph.ts";
import { slotsSuite } from "./slots.ts";
import { barrierHandlingSuite } from "./barrier-handling.ts";
import { failoverRegionSuite } from "./failover-region.ts";

/** Every suite that `npm run conformance` knows. */
export const suites: readonly Suite[] = [
  formatCsvSuite,
  watermarkStrategySuite,
  watermarkValveSuite,
  keyGroupSuite,
  wiringSuite,
  partitionerSuite,
  checkpointFailureSuite,
  checkpointRequestSuite,
  checkpointSchedulingSuite,
  restartStrategySuite,
  windowSuite,
  processSuite,
  rescaleSuite,
  stateTtlSuite,
  stateRedistributionSuite,
  channelRescaleSuite,
  jobGraphSuite,
  slotsSuite,
  barrierHandlingSuite,
  failoverRegionSuite,
];
