import type { Suite } from "./suite.ts";
import { watermarkStrategySuite } from "./watermark-strategy.ts";
import { watermarkValveSuite } from "./watermark-valve.ts";

/** Every suite that `npm run conformance` knows. */
export const suites: readonly Suite[] = [watermarkStrategySuite, watermarkValveSuite];
