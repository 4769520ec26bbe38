import { cpuUsage } from "node:process";

/** Processor time of one call, in milliseconds: what other programs of the machine do does not count. */
export function costMs(work: () => unknown): number {
  const before = cpuUsage();
  work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

const text = "a".repeat(1_000_000);
/** What a quick machine takes for the piece of work below. */
const referenceMs = 12;

function pieceOfWork(): number {
  let sum = 0;
  for (let turn = 0; turn < 8; turn++) for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) | 0;
  return sum;
}

/** How many times more processor time than on a quick machine a piece of work takes, here and now; never less than 1. */
export function processorSlowness(): number {
  return Math.max(1, Math.min(costMs(pieceOfWork), costMs(pieceOfWork), costMs(pieceOfWork)) / referenceMs);
}
