import type { Random } from "../../src/base/random.ts";
import type { TimeSettings, VirtualTimes } from "../../src/hosts/deterministic/virtual-times.ts";

/** Times drawn anew for each occurrence, up to the settings; budgets up to `budgetMax`. */
export function randomTimes(settings: TimeSettings, budgetMax: number, random: Random): VirtualTimes {
  const upTo = (max: number): number => (max === 0 ? 0 : random.integer(max + 1));
  return {
    channelLatencyMs: () => upTo(settings.channelLatencyMs),
    controlLatencyMs: () => upTo(settings.controlLatencyMs),
    snapshotUploadMs: () => upTo(settings.snapshotUploadMs),
    storageMs: () => upTo(settings.controlLatencyMs),
    portMs: () => upTo(settings.controlLatencyMs),
    detectionMs: () => upTo(settings.controlLatencyMs),
    takeOverMs: () => upTo(settings.controlLatencyMs),
    budget: () => 1 + random.integer(budgetMax),
  };
}
