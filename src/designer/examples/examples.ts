import { cardAlerts } from "./card-alerts/card-alerts.ts";
import type { Example } from "./example.ts";
import { ridesAndFares } from "./rides-and-fares/rides-and-fares.ts";
import { sensorGaps } from "./sensor-gaps/sensor-gaps.ts";
import { sessions } from "./sessions/sessions.ts";
import { skew } from "./skew/skew.ts";
import { topSpeed } from "./top-speed/top-speed.ts";
import { twoPhaseFiles } from "./two-phase-files/two-phase-files.ts";
import { windowedOrders } from "./windowed-orders/windowed-orders.ts";
import { firstExample } from "./word-count/word-count.ts";

/** All of them, in the order of the gallery. The page loads this list when the gallery or the command palette is opened. */
export const examples: readonly Example[] = [
  firstExample,
  windowedOrders,
  sessions,
  topSpeed,
  sensorGaps,
  cardAlerts,
  ridesAndFares,
  twoPhaseFiles,
  skew,
];
